/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.torch;

import org.jspecify.annotations.NullMarked;
