package dev.jformers.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.NamedTensors;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.checkpoint.WeightFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read again, bit for bit. That torch reads it, too, was tried by hand. */
class PytorchWriterTest {

    private static final Set<TensorType> WRITTEN = Set.of(
            TensorType.BOOL,
            TensorType.U8,
            TensorType.I8,
            TensorType.I16,
            TensorType.I32,
            TensorType.I64,
            TensorType.F16,
            TensorType.BF16,
            TensorType.F32,
            TensorType.F64);

    @TempDir
    Path folder;

    private final Safetensors tensors;

    PytorchWriterTest() throws IOException {
        tensors = Safetensors.open(PytorchFileTest.FIXTURES.resolve("types.safetensors"));
    }

    private SafetensorsWriter writer(Set<TensorType> types) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (String name : new TreeSet<>(tensors.tensors().keySet())) {
            if (types.contains(tensors.info(name).type())) {
                writer.add(name, tensors.info(name).type(), tensors.info(name).shape(), tensors.source(name));
            }
        }
        return writer;
    }

    @Test
    void everyTypeOfElementsIsReadAgainFromOneFileAndFromShards() throws IOException {
        for (long most : List.of(Long.MAX_VALUE, 40L)) {
            Path model = folder.resolve("model" + most);
            new HuggingFaceFolderWriter(new JsonObject(), writer(WRITTEN))
                    .format(WeightFormat.PYTORCH)
                    .maxShardBytes(most)
                    .write(model);
            NamedTensors actual = HuggingFaceFolder.open(model);
            assertEquals(WRITTEN.size(), actual.tensors().size());
            for (String name : actual.tensors().keySet()) {
                assertEquals(tensors.info(name).shape(), actual.info(name).shape(), name);
                assertEquals(tensors.info(name).type(), actual.info(name).type(), name);
                assertArrayEquals(bytes(tensors, name), bytes(actual, name), name);
            }
            try (Stream<Path> files = Files.list(model)) {
                Set<String> names =
                        files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
                boolean sharded = most == 40;
                assertEquals(sharded, names.contains("pytorch_model.bin.index.json"), names.toString());
                assertEquals(!sharded, names.contains("pytorch_model.bin"), names.toString());
            }
        }
    }

    @Test
    void tensorsBeginAtMultiplesOf64AndTheSameTensorsGiveTheSameFile() throws IOException {
        Path first = folder.resolve("first.bin");
        Path second = folder.resolve("second.bin");
        PytorchWriter.write(writer(Set.of(TensorType.F32)).stored(), first);
        PytorchWriter.write(writer(Set.of(TensorType.F32)).stored(), second);
        assertEquals(-1, Files.mismatch(first, second));
        byte[] file = Files.readAllBytes(first);
        String name = writer(Set.of(TensorType.F32)).stored().get(0).info().name();
        assertTrue(
                indexOf(file, bytes(tensors, name)) % 64 == 0,
                "tensor begins at " + indexOf(file, bytes(tensors, name)));
    }

    @Test
    void aTypeWithoutAStorageIsRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> PytorchWriter.write(writer(Set.of(TensorType.F8_E4M3)).stored(), folder.resolve("a.bin")));
        assertTrue(String.valueOf(refused.getMessage()).contains("PyTorch has no storage"), refused.toString());
    }

    private static int indexOf(byte[] file, byte[] part) {
        int at = 0;
        while (ByteBuffer.wrap(file, at, part.length).compareTo(ByteBuffer.wrap(part)) != 0) {
            at++;
        }
        return at;
    }

    private static byte[] bytes(NamedTensors tensors, String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tensors.source(name).writeTo(part -> {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            out.writeBytes(bytes);
        });
        return out.toByteArray();
    }
}
