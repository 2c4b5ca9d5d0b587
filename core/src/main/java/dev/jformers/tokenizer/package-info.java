/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.tokenizer;

import org.jspecify.annotations.NullMarked;
