/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training.trainer;

import org.jspecify.annotations.NullMarked;
