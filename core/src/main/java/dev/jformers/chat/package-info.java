/**
 * Conversations as the text that a model was trained to answer, by the chat template of its tokenizer. Knows no models.
 */
@NullMarked
package dev.jformers.chat;

import org.jspecify.annotations.NullMarked;
