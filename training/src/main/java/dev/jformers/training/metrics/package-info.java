/**
 * What is measured of a run: the log of training, the metrics of an evaluation, and how they read as text and as JSON.
 */
@NullMarked
package dev.jformers.training.metrics;

import org.jspecify.annotations.NullMarked;
