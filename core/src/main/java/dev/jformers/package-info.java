/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers;

import org.jspecify.annotations.NullMarked;
