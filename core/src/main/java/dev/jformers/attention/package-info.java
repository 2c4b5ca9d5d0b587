/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.attention;

import org.jspecify.annotations.NullMarked;
