package dev.jformers.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.Failures;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.ImportSummary;
import dev.jformers.checkpoint.RawSafetensors;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.WireReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxBertImportTest {

    @TempDir
    Path folder;

    private Path onnx;
    private Path tokenizer;
    private Path target;

    @BeforeEach
    void writeTokenizer() throws IOException {
        onnx = folder.resolve("tiny.onnx");
        target = folder.resolve("tiny");
        tokenizer = Files.writeString(folder.resolve("tokenizer.json"), TinyBert.TOKENIZER);
    }

    @Test
    void tinyModelBecomesAModelFolder() throws IOException {
        Files.write(onnx, TinyBert.onnx());
        ImportSummary summary = OnnxBertImport.run(onnx, null, target);
        assertEquals(21, summary.tensors());
        assertEquals(List.of("pooler.dense.weight", "pooler.dense.bias"), summary.missing());
        assertEquals(List.of(), summary.leftOut());
        HuggingFaceFolder model = HuggingFaceFolder.open(target);
        assertEquals(21, model.tensors().size());
        assertEquals(
                "{\"architectures\":[\"BertModel\"],\"attention_probs_dropout_prob\":0.1,\"hidden_act\":\"gelu\","
                        + "\"hidden_dropout_prob\":0.1,\"hidden_size\":4,\"initializer_range\":0.02,\"intermediate_size\":6,"
                        + "\"layer_norm_eps\":1.0E-5,\"max_position_embeddings\":5,\"model_type\":\"bert\","
                        + "\"num_attention_heads\":2,\"num_hidden_layers\":1,\"pad_token_id\":0,"
                        + "\"position_embedding_type\":\"absolute\",\"torch_dtype\":\"float32\",\"type_vocab_size\":2,"
                        + "\"vocab_size\":7}",
                model.config().toString());
        assertEquals("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\n", Files.readString(target.resolve("vocab.txt")));
        String json = Files.readString(model.tokenizerJson());
        assertTrue(json.contains("\"truncation\": null") && json.contains("\"padding\": null"), json);
        String config = Files.readString(target.resolve("tokenizer_config.json"));
        assertTrue(config.contains("\"do_lower_case\": false") && config.contains("\"model_max_length\": 5"), config);
    }

    @Test
    void linearWeightsAreTransposed() throws IOException {
        Files.write(onnx, TinyBert.onnx());
        OnnxBertImport.run(onnx, null, target);
        HuggingFaceFolder model = HuggingFaceFolder.open(target);
        String name = "encoder.layer.0.intermediate.dense.weight";
        assertEquals(List.of(6L, 4L), model.info(name).shape());
        ByteBuffer weight =
                Safetensors.open(target.resolve("model.safetensors")).buffer(name);
        for (int out = 0; out < 6; out++) {
            for (int in = 0; in < 4; in++) {
                assertEquals(in * 6 + out, weight.getFloat());
            }
        }
    }

    @Test
    void prefixOfTheExportedModuleIsTakenOff() throws IOException {
        Files.write(onnx, TinyBert.onnx("bert.", name -> true));
        OnnxBertImport.run(onnx, tokenizer, target);
        assertTrue(HuggingFaceFolder.open(target).tensors().containsKey("encoder.layer.0.attention.self.query.weight"));
    }

    @Test
    void equalTensorsMayBeKeptOnce() throws IOException {
        String twin = "encoder.layer.0.attention.self.value.bias";
        byte[] identity = RawSafetensors.concat(
                TinyBert.text(1, "encoder.layer.0.attention.self.key.bias"),
                TinyBert.text(2, twin),
                TinyBert.text(4, "Identity"));
        byte[] moreGraph = TinyBert.bytes(7, TinyBert.bytes(1, identity));
        Files.write(onnx, RawSafetensors.concat(TinyBert.onnx("", name -> !name.equals(twin)), moreGraph));
        assertEquals(21, OnnxBertImport.run(onnx, tokenizer, target).tensors());
    }

    @Test
    void headsThatTheGraphDoesNotShowCanBeGiven() throws IOException {
        Files.write(onnx, TinyBert.onnx("", name -> !name.equals("reshape")));
        Failures.assertReports(
                "the number of attention heads cannot be seen in the graph; give it when importing",
                () -> OnnxBertImport.run(onnx, tokenizer, target));
        Failures.assertReports(
                "given as 3 but must divide hidden_size (4)",
                () -> OnnxBertImport.run(onnx, tokenizer, target, OptionalInt.of(3)));
        JsonObject config =
                OnnxBertImport.run(onnx, tokenizer, target, OptionalInt.of(4)).config();
        assertEquals(4, config.get("num_attention_heads").getAsInt());
    }

    @Test
    void anythingButABertIsReported() throws IOException {
        assertReportsOnnx(
                name -> !name.contains("word_embeddings"),
                "looked for embeddings.word_embeddings.weight; found embeddings.");
        assertReportsOnnx(
                name -> !name.contains("query.weight"), "looked for encoder.layer.0.attention.self.query.weight");
        assertReportsOnnx(
                name -> !name.contains("output.dense.bias"),
                "looked for encoder.layer.0.attention.output.dense.bias, encoder.layer.0.output.dense.bias; found");
        assertReportsOnnx(name -> !name.equals("erf"), "looked for an activation");
        Failures.assertReports("does not exist", () -> OnnxBertImport.run(folder.resolve("none"), null, target));
        Files.write(onnx, new byte[0]);
        Failures.assertReports("holds no ONNX graph", () -> OnnxBertImport.run(onnx, tokenizer, target));
        Files.writeString(onnx, "version https://git-lfs.github.com/spec/v1");
        Failures.assertReports("is not a whole ONNX file", () -> OnnxBertImport.run(onnx, tokenizer, target));
        assertFalse(Files.exists(target));
    }

    private void assertReportsOnnx(Predicate<String> kept, String expected) throws IOException {
        Files.write(onnx, TinyBert.onnx("", kept));
        Failures.assertReports(expected, () -> OnnxBertImport.run(onnx, tokenizer, target));
    }

    @Test
    void tokenizerThatIsMissingOrDoesNotFitIsReported() throws IOException {
        Files.write(onnx, TinyBert.onnx());
        assertReportsTokenizer("{\"model\":{\"type\":\"BPE\",\"vocab\":{}}}", "found BPE");
        assertReportsTokenizer("{}", "found no model");
        assertReportsTokenizer(TinyBert.TOKENIZER.replace("\"##b\":6", "\"##b\":7"), "must go from 0 without a gap");
        assertReportsTokenizer(TinyBert.TOKENIZER.replace("\"##b\":6", "\"##b\":5"), "share the id 5");
        assertReportsTokenizer(TinyBert.TOKENIZER.replace("\"##b\":6", "\"##b\":-1"), "has the id -1");
        assertReportsTokenizer(TinyBert.TOKENIZER.replace("[CLS]", "[BOS]"), "lacks [[CLS]]");
        assertReportsTokenizer(
                TinyBert.TOKENIZER.replace("\"##b\":6", "\"##b\":6,\"c\":7"), "has 8 tokens but the model has 7");
        Files.delete(tokenizer);
        Failures.assertReports("neither tokenizer.json nor", () -> OnnxBertImport.run(onnx, null, target));
        Failures.assertReports("is not there", () -> OnnxBertImport.run(onnx, tokenizer, target));
        Files.writeString(folder.resolve("a-tokenizer.json"), TinyBert.TOKENIZER);
        Files.writeString(folder.resolve("b-tokenizer.json"), TinyBert.TOKENIZER);
        Failures.assertReports("several *-tokenizer.json", () -> OnnxBertImport.run(onnx, null, target));
        Files.writeString(folder.resolve("tiny-tokenizer.json"), TinyBert.TOKENIZER);
        assertEquals(21, OnnxBertImport.run(onnx, null, target).tensors());
    }

    private void assertReportsTokenizer(String json, String expected) throws IOException {
        Files.writeString(tokenizer, json);
        Failures.assertReports(expected, () -> OnnxBertImport.run(onnx, null, target));
    }

    @Test
    void folderThatExistsIsRefused() throws IOException {
        Files.write(onnx, TinyBert.onnx());
        Files.createDirectory(target);
        assertThrows(FileAlreadyExistsException.class, () -> OnnxBertImport.run(onnx, null, target));
    }

    @Test
    void everyTruncationIsReported() throws IOException {
        byte[] whole = TinyBert.onnx();
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(onnx, Arrays.copyOf(whole, length));
            assertThrows(InvalidInputException.class, () -> OnnxBertImport.run(onnx, null, target), "length " + length);
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void damagedGraphsAreReportedOrHarmless() throws IOException {
        Random random = new Random(11);
        int reported = 0;
        for (int round = 0; round < 1000; round++) {
            byte[] bytes = TinyBert.onnx();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(onnx, bytes);
            try {
                OnnxGraph graph = OnnxReader.read(onnx);
                BertWeights weights = BertWeights.find(graph, onnx);
                BertSettings.of(graph, weights.dimensions(), OptionalInt.empty(), onnx);
                for (BertWeight weight : weights.tensors().values()) {
                    weight.source(onnx).writeTo(buffer -> assertTrue(buffer.hasRemaining()));
                }
            } catch (InvalidInputException e) {
                reported++;
            }
        }
        assertTrue(reported > 100, reported + " reported");
    }

    @Test
    void externalDataIsReadFromTheSameFolderOnly() throws IOException {
        Files.write(folder.resolve("weights.bin"), new byte[] {9, 9, 1, 2, 3, 4});
        assertEquals(
                ByteBuffer.wrap(new byte[] {1, 2, 3, 4}),
                external("weights.bin", "2", "4").bytes("test"));
        Failures.assertReports("which is not there; put it beside", () -> external("gone.bin", "0", "4"));
        Failures.assertReports("must be in the same folder", () -> external("../weights.bin", "0", "4"));
        Failures.assertReports("must be in the same folder", () -> external("", "0", "4"));
        Failures.assertReports("which has 6 bytes", () -> external("weights.bin", "4", "4"));
        Failures.assertReports("which has 6 bytes", () -> external("weights.bin", "9223372036854775807", "4"));
        Failures.assertReports("which has 6 bytes", () -> external("weights.bin", "-1", "4"));
        Failures.assertReports("is no offset or length", () -> external("weights.bin", "x", "4"));
    }

    private OnnxTensor external(String location, String offset, String length) throws IOException {
        byte[] raw = RawSafetensors.concat(
                TinyBert.varintField(1, 1),
                TinyBert.varintField(2, 1),
                TinyBert.text(8, "w"),
                entry("location", location),
                entry("offset", offset),
                entry("length", length),
                TinyBert.varintField(14, 1));
        return new TensorReader(onnx).read(new WireReader(ByteBuffer.wrap(raw), onnx.toString(), "ONNX file"));
    }

    private static byte[] entry(String key, String value) {
        return TinyBert.bytes(13, RawSafetensors.concat(TinyBert.text(1, key), TinyBert.text(2, value)));
    }
}
