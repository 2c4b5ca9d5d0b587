package dev.jformers.checkpoint;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Turns a model whose weights are files of {@code torch.save} into a folder with safetensors: the same tensors under the same
 * names, in the same types, and copies of the other files.
 */
public final class ModelImport {

    private static final String GENERATION_CONFIG = "generation_config.json";

    private ModelImport() {}

    /**
     * @param source a model folder, or a file of weights that has the model's {@code config.json} beside it
     * @param targetFolder a folder that does not exist yet
     * @param tokenizer the {@code tokenizer.json} that the model lacks; empty where it has one, or none can be made
     * @throws InvalidInputException if a file is missing or breaks a rule
     * @throws FileAlreadyExistsException if the target exists
     * @throws IOException if reading or writing fails
     */
    public static ImportSummary run(Path source, Path targetFolder, Optional<JsonObject> tokenizer) throws IOException {
        HuggingFaceFolder model =
                Files.isDirectory(source) ? HuggingFaceFolder.open(source) : HuggingFaceFolder.openWeights(source);
        JsonObject config = model.config();
        SafetensorsWriter weights = new SafetensorsWriter();
        for (TensorInfo info : model.tensors().values()) {
            weights.add(info.name(), info.type(), info.shape(), model.source(info.name()));
        }
        HuggingFaceFolderWriter folder = new HuggingFaceFolderWriter(config, weights)
                .copyTokenizer(model)
                .copySentenceFiles(model);
        Path generation = model.path().resolve(GENERATION_CONFIG);
        if (Files.isRegularFile(generation)) {
            folder.copy(generation);
        }
        tokenizer.ifPresent(json -> folder.json(HuggingFaceFolder.TOKENIZER, json));
        folder.write(targetFolder);
        long parameters = model.tensors().values().stream()
                .mapToLong(TensorInfo::elements)
                .sum();
        return new ImportSummary(targetFolder, config, model.tensors().size(), parameters, List.of(), List.of());
    }
}
