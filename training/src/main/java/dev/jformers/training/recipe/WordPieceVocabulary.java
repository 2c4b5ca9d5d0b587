package dev.jformers.training.recipe;

import dev.jformers.tokenizer.TokenizerFiles;
import dev.jformers.tokenizer.WordPieceTokenizer;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.ExistingFile;
import dev.jformers.training.setting.Setting;
import java.io.IOException;
import java.nio.file.Path;

/** BERT's tokenizer over a vocabulary. */
@Choice(value = "word_piece", meaning = "BERT's tokenizer over a given vocabulary.")
public record WordPieceVocabulary(
        @Setting("The vocabulary, one token a line: `vocab.txt`.") @ExistingFile
        Path vocab,

        @Setting(value = "Whether the tokenizer lowers case and strips accents.", byDefault = "true")
        boolean doLowerCase)
        implements TokenizerSource {

    @Override
    public TokenizerFiles read() throws IOException {
        return WordPieceTokenizer.ofVocabulary(vocab, doLowerCase);
    }
}
