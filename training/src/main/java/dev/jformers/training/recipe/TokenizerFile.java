package dev.jformers.training.recipe;

import dev.jformers.tokenizer.GivenTokenizer;
import dev.jformers.tokenizer.TokenizerFiles;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.ExistingFile;
import dev.jformers.training.setting.Setting;
import java.io.IOException;
import java.nio.file.Path;

/** A tokenizer as somebody else made it. */
@Choice(
        value = "file",
        meaning =
                "Any `tokenizer.json`, or the files that came before it, such as `vocab.txt` or `spiece.model`, copied with the tokenizer's files beside it.")
public record TokenizerFile(
        @Setting("The `tokenizer.json`, or another file of the tokenizer.") @ExistingFile
        Path path) implements TokenizerSource {

    @Override
    public TokenizerFiles read() throws IOException {
        return GivenTokenizer.read(path);
    }
}
