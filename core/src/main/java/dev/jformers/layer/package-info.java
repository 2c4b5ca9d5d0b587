/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.layer;

import org.jspecify.annotations.NullMarked;
