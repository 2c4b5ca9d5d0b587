package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.ImportSummary;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a GGUF file into a model folder: names, shapes and the order of rows as Hugging Face has them, quantised weights as
 * floats, and the tokenizer where it can be written down as a {@code tokenizer.json}.
 */
public final class GgufImport {

    private static final int MOST_NAMED = 5;

    private GgufImport() {}

    /**
     * @param gguf the file
     * @param targetFolder a folder that does not exist yet
     * @throws InvalidInputException if the file is damaged, its architecture is not known, or it has tensors that do not belong
     *     to it
     * @throws FileAlreadyExistsException if the target exists
     * @throws IOException if reading or writing fails
     */
    public static ImportSummary run(Path gguf, Path targetFolder) throws IOException {
        GgufFile file = GgufFile.open(gguf);
        GgufArchitecture architecture = GgufArchitecture.of(file);
        List<StoredTensor> tensors = tensors(file, architecture);
        JsonObject config = architecture.config();
        addTypes(config, tensors);
        List<String> leftOut = new ArrayList<>();
        HuggingFaceFolderWriter folder = new HuggingFaceFolderWriter(config, writer(tensors));
        addTokenizer(file, folder, leftOut);
        folder.write(targetFolder);
        long parameters =
                tensors.stream().mapToLong(tensor -> tensor.info().elements()).sum();
        return new ImportSummary(targetFolder, config, tensors.size(), parameters, List.of(), leftOut);
    }

    private static List<StoredTensor> tensors(GgufFile file, GgufArchitecture architecture) throws IOException {
        List<StoredTensor> tensors = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        boolean tied = TiedWeights.in(file);
        for (String name : file.tensors().tensors().keySet()) {
            if (architecture.dispensable(name) || (tied && name.equals(TiedWeights.OUTPUT))) {
                continue;
            }
            Optional<StoredTensor> tensor = architecture.tensor(file.stored(name));
            tensor.ifPresentOrElse(tensors::add, () -> unknown.add(name));
        }
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(file.file() + " has tensors that belong to no " + architecture.name()
                    + " model: " + String.join(", ", unknown.subList(0, Math.min(MOST_NAMED, unknown.size())))
                    + (unknown.size() > MOST_NAMED ? " and " + (unknown.size() - MOST_NAMED) + " more" : ""));
        }
        return tensors;
    }

    private static void addTypes(JsonObject config, List<StoredTensor> tensors) {
        List<TensorType> types =
                tensors.stream().map(tensor -> tensor.info().type()).distinct().toList();
        String name = types.equals(List.of(TensorType.F16))
                ? "float16"
                : types.equals(List.of(TensorType.BF16)) ? "bfloat16" : "float32";
        config.addProperty("torch_dtype", name);
    }

    private static SafetensorsWriter writer(List<StoredTensor> tensors) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (StoredTensor tensor : tensors) {
            TensorInfo info = tensor.info();
            writer.add(info.name(), info.type(), info.shape(), tensor.bytes());
        }
        return writer;
    }

    private static void addTokenizer(GgufFile file, HuggingFaceFolderWriter folder, List<String> leftOut) {
        try {
            Optional<GgufTokenizer> tokenizer = GgufTokenizer.of(file.metadata());
            tokenizer.ifPresent(present ->
                    folder.json("tokenizer.json", present.tokenizer()).json("tokenizer_config.json", present.config()));
            if (tokenizer.isEmpty()) {
                leftOut.add("tokenizer: the file has none");
            }
        } catch (UnsupportedTokenizerException e) {
            leftOut.add("tokenizer: " + e.getMessage());
        }
    }
}
