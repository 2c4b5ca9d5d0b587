/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training.progress;

import org.jspecify.annotations.NullMarked;
