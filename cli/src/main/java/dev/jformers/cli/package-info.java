/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.cli;

import org.jspecify.annotations.NullMarked;
