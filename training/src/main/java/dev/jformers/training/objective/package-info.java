/**
 * What a stage can learn: each objective makes batches, predictions and measurements.
 */
@NullMarked
package dev.jformers.training.objective;

import org.jspecify.annotations.NullMarked;
