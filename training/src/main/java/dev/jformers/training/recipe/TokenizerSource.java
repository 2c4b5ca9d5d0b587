package dev.jformers.training.recipe;

import dev.jformers.tokenizer.TokenizerFiles;
import java.io.IOException;

/** Where the tokenizer of a new model comes from. */
public sealed interface TokenizerSource permits WordPieceVocabulary, ByteVocabulary, TokenizerFile {

    /**
     * @throws dev.jformers.InvalidInputException if a file is no tokenizer or vocabulary
     * @throws IOException if it cannot be read
     */
    TokenizerFiles read() throws IOException;
}
