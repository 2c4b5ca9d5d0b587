package dev.jformers.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.ImportSummary;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The import of a real model: all-MiniLM-L6-v2. */
class MiniLmImportTest {

    @TempDir
    static Path folder;

    private static ImportSummary summary;
    private static HuggingFaceFolder model;

    @BeforeAll
    static void importModel() throws IOException {
        extract("all-minilm-l6-v2-tokenizer.json");
        summary = OnnxBertImport.run(extract("all-minilm-l6-v2.onnx"), null, folder.resolve("minilm"));
        model = HuggingFaceFolder.open(summary.folder());
    }

    private static Path extract(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(MiniLmImportTest.class.getResourceAsStream("/" + name), name)) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void allTensorsOfTheEncoderAreThere() {
        assertEquals(101, model.tensors().size());
        assertEquals(101, summary.tensors());
        assertEquals(22_565_376, summary.parameters());
        assertEquals(List.of("embeddings.position_ids"), summary.leftOut());
        assertEquals(List.of("pooler.dense.weight", "pooler.dense.bias"), summary.missing());
        assertEquals(List.of(30522L, 384L), shape("embeddings.word_embeddings.weight"));
        assertEquals(List.of(1536L, 384L), shape("encoder.layer.5.intermediate.dense.weight"));
        assertEquals(List.of(384L, 1536L), shape("encoder.layer.5.output.dense.weight"));
        assertEquals(List.of(384L), shape("encoder.layer.3.output.LayerNorm.bias"));
        assertTrue(model.tensors().values().stream().map(TensorInfo::type).allMatch(TensorType.F32::equals));
    }

    private static List<Long> shape(String name) {
        return model.info(name).shape();
    }

    @Test
    void configurationIsReadOffTheGraph() {
        JsonObject config = model.config();
        assertEquals(12, config.get("num_attention_heads").getAsInt());
        assertEquals(6, config.get("num_hidden_layers").getAsInt());
        assertEquals(384, config.get("hidden_size").getAsInt());
        assertEquals(1536, config.get("intermediate_size").getAsInt());
        assertEquals(512, config.get("max_position_embeddings").getAsInt());
        assertEquals(2, config.get("type_vocab_size").getAsInt());
        assertEquals(30522, config.get("vocab_size").getAsInt());
        assertEquals(1e-12, config.get("layer_norm_eps").getAsDouble());
        assertEquals("gelu", config.get("hidden_act").getAsString());
        assertEquals(0, config.get("pad_token_id").getAsInt());
    }

    @Test
    void tokenizerPadsNoMore() throws IOException {
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(model.tokenizerJson())) {
            long[] ids = tokenizer.encode("This is an example sentence").getIds();
            assertArrayEquals(new long[] {101, 2023, 2003, 2019, 2742, 6251, 102}, ids);
        }
        assertEquals(
                30522, Files.readAllLines(summary.folder().resolve("vocab.txt")).size());
    }
}
