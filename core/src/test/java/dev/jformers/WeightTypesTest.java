package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightTypesTest {

    private static final Path LLAMA = Path.of("src/test/resources/fixtures/families/llama");
    private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"BOOL", "U8", "I8", "I32", "I64", "F8_E4M3"})
    void weightsThatAreNoFloatsAreRefusedByNameAndType(TensorType type) throws IOException {
        Path model = withQueryOf(type);
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> PretrainedModel.load(model, Device.cpu()));
        assertEquals(
                "the weights in " + model
                        + " are not numbers to compute with, which are F32, F16, BF16 or F64; take the"
                        + " model's files that are not quantised, or convert these tensors:\n  tensor " + QUERY
                        + " has the type " + type,
                error.getMessage());
    }

    @Test
    void aWholeModelOfOtherFloatsIsRead() throws IOException {
        PretrainedModel.load(withQueryOf(TensorType.BF16), Device.cpu()).close();
    }

    /** The fixture with one tensor of zeros. */
    private Path withQueryOf(TensorType type) throws IOException {
        HuggingFaceFolder llama = HuggingFaceFolder.open(LLAMA);
        SafetensorsWriter weights = new SafetensorsWriter();
        llama.tensors().forEach((name, info) -> {
            if (name.equals(QUERY)) {
                int bytes = Math.toIntExact(info.elements() * type.bytes());
                weights.add(name, type, info.shape(), sink -> sink.accept(ByteBuffer.allocate(bytes)));
            } else {
                weights.add(name, info.type(), info.shape(), llama.source(name));
            }
        });
        Path model = folder.resolve("model");
        new HuggingFaceFolderWriter(llama.config(), weights).write(model);
        return model;
    }
}
