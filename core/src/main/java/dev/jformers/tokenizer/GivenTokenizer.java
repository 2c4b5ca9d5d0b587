package dev.jformers.tokenizer;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tokenizer as somebody else made it, with all its files that lie in one folder.
 *
 * @param files as they are
 * @param converted {@code tokenizer.json}, where there is none among the files
 * @param vocabularySize number of ids that texts may become
 */
public record GivenTokenizer(List<Path> files, Optional<JsonObject> converted, int vocabularySize)
        implements TokenizerFiles {

    public GivenTokenizer {
        files = List.copyOf(files);
    }

    /**
     * @param file a {@code tokenizer.json}, or one of the files that a folder may have instead, such as {@code vocab.txt} or {@code
     *     spiece.model}
     * @throws InvalidInputException if it is none
     * @throws IOException if it cannot be read
     */
    public static GivenTokenizer read(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !HuggingFaceFolder.TOKENIZER_FILES.contains(String.valueOf(file.getFileName()))) {
            throw new InvalidInputException(file + " is not called as the files of tokenizers are; rename it to "
                    + TokenizerJson.FILE + ", vocab.txt or what it is, or name that of a model's folder.");
        }
        int size = Tokenizer.vocabularySize(folder);
        Tokenizer.load(folder).close();
        List<Path> files = HuggingFaceFolder.TOKENIZER_FILES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .toList();
        return new GivenTokenizer(files, Tokenizer.converted(folder), size);
    }

    /**
     * Copies a model's tokenizer, and makes its {@code tokenizer.json} where there are older files alone.
     *
     * @return the target
     * @throws InvalidInputException if the older files are damaged, or of a kind that is not converted
     * @throws IOException if they cannot be read
     */
    public static HuggingFaceFolderWriter copy(HuggingFaceFolder model, HuggingFaceFolderWriter target)
            throws IOException {
        target.copyTokenizer(model);
        Tokenizer.converted(model.path()).ifPresent(json -> target.json(TokenizerJson.FILE, json));
        return target;
    }

    @Override
    public void addTo(HuggingFaceFolderWriter model, long maxLength) {
        files.forEach(model::copy);
        converted.ifPresent(json -> model.json(TokenizerJson.FILE, json));
    }
}
