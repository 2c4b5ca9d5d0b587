/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.family;

import org.jspecify.annotations.NullMarked;
