/**
 * What is left of a run for people to read: a self-contained HTML report and the short summary that a terminal shows.
 */
@NullMarked
package dev.jformers.training.report;

import org.jspecify.annotations.NullMarked;
