/**
 * A run: the stages of a recipe one after the other, each resumable, then export and report.
 */
@NullMarked
package dev.jformers.training;

import org.jspecify.annotations.NullMarked;
