/**
 * Tokenizers that are learnt from texts: byte-level BPE, WordPiece and Unigram. Words are counted in one pass over the texts;
 * the rest works on the counts.
 */
@NullMarked
package dev.jformers.tokenizer.training;

import org.jspecify.annotations.NullMarked;
