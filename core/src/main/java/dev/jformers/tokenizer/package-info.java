/**
 * Texts to token ids and padded batches. Knows no models.
 */
@NullMarked
package dev.jformers.tokenizer;

import org.jspecify.annotations.NullMarked;
