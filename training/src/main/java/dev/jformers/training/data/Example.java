package dev.jformers.training.data;

import org.jspecify.annotations.Nullable;

/**
 * One text of a data set.
 *
 * @param text the text, never empty
 * @param target the text to produce; null where the data set has none
 * @param label its class; null where the data set has no labels
 * @param line the line of the file where it starts, counted from 1
 */
public record Example(
        String text, @Nullable String target, @Nullable String label, long line) {}
