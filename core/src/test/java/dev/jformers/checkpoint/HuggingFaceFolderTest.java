package dev.jformers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuggingFaceFolderTest {

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void createModelFolder() throws IOException {
        model = Files.createDirectory(folder.resolve("model"));
    }

    @Test
    void writtenFolderOpensAgain() throws IOException {
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        JsonObject config = new JsonObject();
        config.addProperty("model_type", "bert");
        config.addProperty("architectures", "<any>");
        Path target = folder.resolve("out");
        new HuggingFaceFolderWriter(config, weights("w")).copy(tokenizer).write(target);
        HuggingFaceFolder opened = HuggingFaceFolder.open(target);
        assertEquals(config, opened.config());
        assertEquals(
                "{\n  \"model_type\": \"bert\",\n  \"architectures\": \"<any>\"\n}\n",
                Files.readString(target.resolve("config.json")));
        assertEquals(List.of("w"), new ArrayList<>(opened.tensors().keySet()));
        assertEquals(target.resolve("tokenizer.json"), opened.tokenizerJson());
        try (NDManager manager = NDManager.newBaseManager()) {
            assertArrayEquals(new byte[] {1, 2}, opened.array("w", manager).toByteArray());
        }
        Path copy = folder.resolve("copy");
        new HuggingFaceFolderWriter(config, weights("w")).copyTokenizer(opened).write(copy);
        assertEquals("{}", Files.readString(HuggingFaceFolder.open(copy).tokenizerJson()));
    }

    @Test
    void folderThatExistsIsOnlyReplacedOnRequest() throws IOException {
        assertThrows(FileAlreadyExistsException.class, () -> writer("new").write(model));
        writer("new").replace(model);
        assertEquals(
                "new",
                HuggingFaceFolder.open(model).tensors().keySet().iterator().next());
    }

    @Test
    void twoFilesOfOneNameAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> writer("w").json("config.json", new JsonObject()));
    }

    @Test
    void missingPartsAreReportedWithWhatWasExpected() throws IOException {
        assertReports(folder.resolve("nowhere"), "does not exist; expected a model folder with config.json");
        assertReports(Files.writeString(folder.resolve("file"), ""), "is a file; expected a model folder");
        assertReports(model, "has no config.json; expected");
        Files.writeString(model.resolve("encoder.onnx"), "");
        assertReports(model, "jformers import " + model.resolve("encoder.onnx"));
        Files.delete(model.resolve("encoder.onnx"));
        Files.writeString(model.resolve("config.json"), "{}");
        assertReports(model, "has no weights: none of model.safetensors, model.safetensors.index.json, pytorch_model");
        Files.writeString(model.resolve("pytorch_model.bin"), "");
        assertReports(model, "pytorch_model.bin has 0 bytes");
        weights("w").write(model.resolve("model.safetensors"));
        HuggingFaceFolder opened = HuggingFaceFolder.open(model);
        Failures.assertReports("has no tokenizer.json", opened::tokenizerJson);
        try (NDManager manager = NDManager.newBaseManager()) {
            Failures.assertReports("has no tensor v; it has w", () -> opened.array("v", manager));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]              | must be a JSON object",
                "{\"a\":1,\"a\":2} | has the key \"a\" twice",
                "{\"a\":1} //x   | has text after its JSON object",
                "{\"a\":NaN}     | is not JSON",
                "{\"a\":         | ends in the middle",
            })
    void configThatIsNoStrictJsonIsReported(String text, String expected) throws IOException {
        Files.writeString(model.resolve("config.json"), text);
        assertReports(model, expected);
    }

    @Test
    void shardsAreReadAsOneModel() throws IOException {
        Files.writeString(model.resolve("config.json"), "{}");
        weights("c", "a").write(model.resolve("model-00001-of-00002.safetensors"));
        weights("b").write(model.resolve("model-00002-of-00002.safetensors"));
        writeIndex("\"a\":\"model-00001-of-00002.safetensors\",\"b\":\"model-00002-of-00002.safetensors\","
                + "\"c\":\"model-00001-of-00002.safetensors\"");
        HuggingFaceFolder opened = HuggingFaceFolder.open(model);
        assertEquals(List.of("a", "c", "b"), new ArrayList<>(opened.tensors().keySet()));
        assertEquals(1, opened.info("b").shape().size());
    }

    @Test
    void brokenIndexIsReported() throws IOException {
        Files.writeString(model.resolve("config.json"), "{}");
        weights("a").write(model.resolve("one.safetensors"));
        writeIndex("\"a\":\"gone.safetensors\"");
        assertReports(model, "names the shard gone.safetensors, which is not there");
        writeIndex("\"b\":\"one.safetensors\"");
        assertReports(model, "says that tensor b is in one.safetensors, but it is not");
        writeIndex("\"a\":\"../model/one.safetensors\"");
        assertReports(model, "weight_map.a is \"../model/one.safetensors\" but must be the name of");
        writeIndex("\"a\":1");
        assertReports(model, "weight_map.a is 1");
        Files.writeString(model.resolve("model.safetensors.index.json"), "{\"weight_map\":[]}");
        assertReports(model, "weight_map must be an object");
    }

    private void writeIndex(String entries) throws IOException {
        Files.writeString(
                model.resolve("model.safetensors.index.json"), "{\"metadata\":{},\"weight_map\":{" + entries + "}}");
    }

    private static void assertReports(Path path, String expected) {
        Failures.assertReports(expected, () -> HuggingFaceFolder.open(path));
    }

    private static HuggingFaceFolderWriter writer(String tensor) {
        return new HuggingFaceFolderWriter(new JsonObject(), weights(tensor));
    }

    private static SafetensorsWriter weights(String... names) {
        SafetensorsWriter writer = new SafetensorsWriter();
        for (String name : names) {
            writer.add(name, TensorType.I8, List.of(2L), TensorSource.of(ByteBuffer.wrap(new byte[] {1, 2})));
        }
        return writer;
    }
}
