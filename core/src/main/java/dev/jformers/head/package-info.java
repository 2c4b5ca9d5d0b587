/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.head;

import org.jspecify.annotations.NullMarked;
