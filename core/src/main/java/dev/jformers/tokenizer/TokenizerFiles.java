package dev.jformers.tokenizer;

import dev.jformers.checkpoint.HuggingFaceFolderWriter;

/** The tokenizer of a model that is being made. */
public interface TokenizerFiles {

    /** How many token ids texts may become, added tokens counted; all are below this number. */
    int vocabularySize();

    /**
     * Adds the tokenizer's files to a model's.
     *
     * @param maxLength the longest sequence that the model reads, in tokens
     */
    void addTo(HuggingFaceFolderWriter model, long maxLength);
}
