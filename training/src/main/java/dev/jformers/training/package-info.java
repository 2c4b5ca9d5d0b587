/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training;

import org.jspecify.annotations.NullMarked;
