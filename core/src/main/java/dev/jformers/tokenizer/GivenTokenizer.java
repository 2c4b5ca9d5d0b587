package dev.jformers.tokenizer;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@code tokenizer.json} as somebody else made it, with the files of the tokenizer that lie beside it.
 *
 * @param files {@code tokenizer.json} first
 * @param vocabularySize number of ids that texts may become
 */
public record GivenTokenizer(List<Path> files, int vocabularySize) implements TokenizerFiles {

    public GivenTokenizer {
        files = List.copyOf(files);
    }

    /**
     * @param file a {@code tokenizer.json}
     * @throws InvalidInputException if it is none
     * @throws IOException if it cannot be read
     */
    public static GivenTokenizer read(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !file.endsWith(TokenizerJson.FILE)) {
            throw new InvalidInputException(
                    file + " must be called " + TokenizerJson.FILE + "; rename it, or name that of a model's folder.");
        }
        int size = Tokenizer.vocabularySize(folder);
        Tokenizer.load(folder).close();
        List<Path> files = HuggingFaceFolder.TOKENIZER_FILES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
        return new GivenTokenizer(files, size);
    }

    @Override
    public void addTo(HuggingFaceFolderWriter model, long maxLength) {
        files.forEach(model::copy);
    }
}
