/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training.objective;

import org.jspecify.annotations.NullMarked;
