/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.serving;

import org.jspecify.annotations.NullMarked;
