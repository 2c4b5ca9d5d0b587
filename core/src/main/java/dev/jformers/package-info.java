/**
 * Transformers for the JVM: the models that are loaded, described and saved.
 *
 * <p>The vocabulary of the whole project, as shapes are written: {@code batch} texts side by side, {@code seq} tokens of a text
 * ({@code querySeq} that ask, {@code keySeq} that are asked), {@code hidden} size of a token's vector, {@code heads} of
 * attention and {@code headDim} size of one, {@code layers}, {@code vocab} number of tokens.
 */
@NullMarked
package dev.jformers;

import org.jspecify.annotations.NullMarked;
