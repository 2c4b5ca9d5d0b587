/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.model;

import org.jspecify.annotations.NullMarked;
