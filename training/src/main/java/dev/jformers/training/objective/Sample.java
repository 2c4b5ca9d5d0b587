package dev.jformers.training.objective;

/**
 * What a model made up.
 *
 * @param prompt what it was given
 * @param text what it went on with
 */
public record Sample(String prompt, String text) {}
