/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training.recipe;

import org.jspecify.annotations.NullMarked;
