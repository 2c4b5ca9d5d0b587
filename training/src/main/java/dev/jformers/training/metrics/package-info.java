/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training.metrics;

import org.jspecify.annotations.NullMarked;
