/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.position;

import org.jspecify.annotations.NullMarked;
