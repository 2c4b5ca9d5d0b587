package dev.jformers.onnx;

import static dev.jformers.checkpoint.RawSafetensors.concat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jformers.checkpoint.Failures;
import dev.jformers.checkpoint.ImportSummary;
import dev.jformers.checkpoint.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exporters and relatives of BERT add to the graph of an encoder. */
class OnnxBertVariantsTest {

    private static final int FLOAT = 1;
    private static final int UINT8 = 2;

    @TempDir
    Path folder;

    private Path onnx;
    private Path target;

    @BeforeEach
    void writeTokenizer() throws IOException {
        onnx = folder.resolve("tiny.onnx");
        target = folder.resolve("tiny");
        Files.writeString(folder.resolve("tokenizer.json"), TinyBert.TOKENIZER);
    }

    @Test
    void poolerIsTakenInTheLayoutThatItsGemmSays() throws IOException {
        byte[] transB = concat(TinyBert.text(1, "transB"), TinyBert.varintField(3, 1));
        byte[] gemm = concat(
                TinyBert.text(1, "x"),
                TinyBert.text(1, "pooler.dense.weight"),
                TinyBert.text(3, "/pooler/dense/Gemm"),
                TinyBert.text(4, "Gemm"),
                TinyBert.bytes(5, transB));
        writeModelWith(
                tensor("pooler.dense.weight", FLOAT, List.of(4L, 4L), 64),
                tensor("pooler.dense.bias", FLOAT, List.of(4L), 16),
                TinyBert.bytes(1, gemm));
        ImportSummary summary = OnnxBertImport.run(onnx, null, target);
        assertEquals(23, summary.tensors());
        assertEquals(List.of(), summary.missing());
        ByteBuffer weight =
                Safetensors.open(target.resolve("model.safetensors")).buffer("pooler.dense.weight");
        assertEquals(ByteBuffer.wrap(counting(64)), weight.order(ByteOrder.BIG_ENDIAN));
    }

    @Test
    void headOfATaskIsLeftOut() throws IOException {
        writeModelWith(tensor("classifier.weight", FLOAT, List.of(1L, 4L), 16));
        assertEquals(
                List.of("classifier.weight"),
                OnnxBertImport.run(onnx, null, target).leftOut());
    }

    @Test
    void parameterThatABertHasNotIsReported() throws IOException {
        String name = "encoder.layer.0.attention.self.distance_embedding.weight";
        writeModelWith(tensor(name, FLOAT, List.of(4L), 16));
        assertReports("is not a BERT: it also has " + name);
    }

    @Test
    void shapeThatDoesNotFitIsReported() throws IOException {
        writeModelWith(tensor("embeddings.LayerNorm.bias", FLOAT, List.of(5L), 20));
        assertReports("embeddings.LayerNorm.bias has shape [5] but the embeddings and the first layer ask for [4]");
    }

    @Test
    void shapeThatIsNoneIsReported() throws IOException {
        writeModelWith(tensor("embeddings.LayerNorm.bias", FLOAT, List.of(-4L), 16));
        assertReports("has the impossible shape [-4]");
    }

    @Test
    void weightThatIsShorterThanItsShapeIsReported() throws IOException {
        writeModelWith(tensor("embeddings.LayerNorm.bias", FLOAT, List.of(4L), 15));
        assertReports("embeddings.LayerNorm.bias has 15 bytes but F32 of shape [4] has 16");
    }

    @Test
    void quantizedWeightIsReported() throws IOException {
        writeModelWith(tensor("embeddings.LayerNorm.bias", UINT8, List.of(4L), 4));
        assertReports("is not of a float type (ONNX data type 2); import the model before it was quantized");
    }

    /** A later tensor of the same name takes the place of the earlier one. */
    private void writeModelWith(byte[]... moreOfTheGraph) throws IOException {
        Files.write(onnx, concat(TinyBert.onnx(), TinyBert.bytes(7, concat(moreOfTheGraph))));
    }

    private void assertReports(String expected) {
        Failures.assertReports(expected, () -> OnnxBertImport.run(onnx, null, target));
    }

    private static byte[] tensor(String name, int type, List<Long> dims, int bytes) {
        return TinyBert.bytes(5, TinyBert.tensor(name, type, dims, counting(bytes)));
    }

    private static byte[] counting(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
