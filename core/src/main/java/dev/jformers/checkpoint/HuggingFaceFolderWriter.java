package dev.jformers.checkpoint;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the files of a model folder and writes it: {@code config.json}, {@code model.safetensors} and what is added, such
 * as the tokenizer's files. Not thread-safe.
 */
public final class HuggingFaceFolderWriter {

    private final Map<String, IoConsumer<Path>> files = new LinkedHashMap<>();

    /**
     * @param config becomes {@code config.json}, keys in their order
     * @param weights becomes {@code model.safetensors}
     */
    public HuggingFaceFolderWriter(JsonObject config, SafetensorsWriter weights) {
        json(HuggingFaceFolder.CONFIG, config);
        file(HuggingFaceFolder.WEIGHTS, weights::writePlainly);
    }

    /** Adds a JSON file, indented by two spaces. */
    public HuggingFaceFolderWriter json(String name, JsonObject content) {
        return file(name, path -> StrictJson.write(content, path));
    }

    /** Adds a copy of a file, under its own name. */
    public HuggingFaceFolderWriter copy(Path source) {
        return file(String.valueOf(source.getFileName()), path -> Files.copy(source, path));
    }

    /** Adds copies of a model's tokenizer files. */
    public HuggingFaceFolderWriter copyTokenizer(HuggingFaceFolder model) {
        model.tokenizerFiles().forEach(this::copy);
        return this;
    }

    /**
     * Adds a file.
     *
     * @param name its name, which is not a path
     * @param body writes the path that it is given
     * @throws IllegalArgumentException if there is a file of this name already
     */
    public HuggingFaceFolderWriter file(String name, IoConsumer<Path> body) {
        if (files.putIfAbsent(name, body) != null) {
            throw new IllegalArgumentException("There are two files named " + name);
        }
        return this;
    }

    /** Writes a folder that does not exist yet, see {@link AtomicFiles#writeFolder}. */
    public void write(Path target) throws IOException {
        AtomicFiles.writeFolder(target, this::writeInto);
    }

    /** Writes a folder in place of the one that is there, see {@link AtomicFiles#replaceFolder}. */
    public void replace(Path target) throws IOException {
        AtomicFiles.replaceFolder(target, this::writeInto);
    }

    /** Writes the files into a folder that somebody else makes appear whole, as in the body of {@link AtomicFiles#writeFolder}. */
    public void writeInto(Path folder) throws IOException {
        for (Map.Entry<String, IoConsumer<Path>> file : files.entrySet()) {
            file.getValue().accept(folder.resolve(file.getKey()));
        }
    }
}
