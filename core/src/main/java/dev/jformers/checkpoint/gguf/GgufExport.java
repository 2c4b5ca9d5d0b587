package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a model folder into a GGUF file, the other way round than {@link GgufImport}: names, shapes, the order of rows and the keys of
 * the metadata as llama.cpp's converter writes them.
 */
public final class GgufExport {

    private static final String TOKENIZER = "tokenizer.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String QUANTISATION_VERSION = "general.quantization_version";

    private GgufExport() {}

    /**
     * Writes a file that somebody else makes appear whole.
     *
     * @param model its config and tensors
     * @param folder has its tokenizer; without {@code tokenizer.json} the file gets none
     * @param type of the matrices; vectors and positions are F32, and rows that do not divide into blocks F16
     * @throws InvalidInputException if GGUF has no such model, or no such tokenizer
     */
    public static void write(HuggingFaceFolderWriter model, Path folder, GgufType type, Path file) throws IOException {
        ModelSettings settings = new ModelSettings(model.config());
        GgufTarget target = GgufTarget.of(settings);
        GgufWriter writer = new GgufWriter()
                .text(GgufArchitecture.ARCHITECTURE, target.name())
                .text("general.type", "model")
                .uint32("general.file_type", type.fileType())
                .uint32(QUANTISATION_VERSION, 2);
        target.addSettings(writer);
        addTokenizer(writer, folder, settings);
        List<StoredTensor> tensors = new ArrayList<>(target.computed());
        model.tensors().forEach(tensor -> tensors.add(target.tensor(tensor).orElseThrow(() -> unknown(tensor))));
        tensors.forEach(tensor -> writer.tensor(tensor, typeOf(tensor.info(), type)));
        writer.write(file);
    }

    private static InvalidInputException unknown(StoredTensor tensor) {
        return new InvalidInputException(
                "tensor " + tensor.info().name() + " has no name in GGUF; choose another format");
    }

    private static GgmlType typeOf(TensorInfo tensor, GgufType type) {
        boolean matrix = tensor.shape().size() > 1 && tensor.name().endsWith(".weight");
        if (!matrix || tensor.name().startsWith("position_embd.")) {
            return GgmlType.F32;
        }
        boolean divides =
                tensor.shape().get(tensor.shape().size() - 1) % type.stored().blockElements() == 0;
        return divides ? type.stored() : GgmlType.F16;
    }

    private static void addTokenizer(GgufWriter writer, Path folder, ModelSettings settings) throws IOException {
        Path file = folder.resolve(TOKENIZER);
        if (Files.notExists(file)) {
            return;
        }
        Path config = folder.resolve(TOKENIZER_CONFIG);
        JsonObject named = Files.exists(config) ? StrictJson.read(config) : new JsonObject();
        new WrittenTokenizer(
                        TokenizerJson.of(StrictJson.read(file)),
                        new WrittenTokenizer.NamedTokens(named, settings.config()))
                .addTo(writer, Math.toIntExact(settings.required("vocab_size")));
    }

    /** The type of a file's matrices. */
    public enum GgufType {
        F32(GgmlType.F32, 0),
        F16(GgmlType.F16, 1),
        BF16(GgmlType.BF16, 32),
        Q8_0(GgmlType.Q8_0, 7);

        private final GgmlType stored;
        private final int fileType;

        GgufType(GgmlType stored, int fileType) {
            this.stored = stored;
            this.fileType = fileType;
        }

        GgmlType stored() {
            return stored;
        }

        int fileType() {
            return fileType;
        }

        /** The type in which nothing of a model is lost. */
        public static GgufType of(List<StoredTensor> tensors) {
            List<TensorType> types = tensors.stream()
                    .filter(tensor -> tensor.info().shape().size() > 1)
                    .map(tensor -> tensor.info().type())
                    .distinct()
                    .toList();
            return types.equals(List.of(TensorType.F16)) ? F16 : types.equals(List.of(TensorType.BF16)) ? BF16 : F32;
        }
    }
}
