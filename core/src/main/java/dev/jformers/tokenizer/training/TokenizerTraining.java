package dev.jformers.tokenizer.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way to learn a tokenizer from texts. */
public sealed interface TokenizerTraining permits ByteLevelBpeTraining, WordPieceTraining, UnigramTraining {

    /**
     * Learns a tokenizer on all processors. The same texts give the same tokenizer.
     *
     * @param files UTF-8 texts, gzip or not; no word goes beyond a line
     * @throws dev.jformers.InvalidInputException if a file is missing or is not UTF-8, the texts are empty, or the vocabulary is
     *     smaller than the alphabet
     * @throws IOException if a file cannot be read
     */
    TrainedTokenizer train(List<Path> files, TrainingProgress progress) throws IOException;
}
