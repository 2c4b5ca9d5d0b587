/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training.data;

import org.jspecify.annotations.NullMarked;
