package dev.jformers.onnx;

import dev.jformers.checkpoint.RawSafetensors;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A BERT of one layer (vocabulary 7, hidden 4, two heads, intermediate 6, positions 5) as an ONNX file with the names that
 * PyTorch's exporter gives. Only what the import reads is there.
 */
final class TinyBert {

    static final String TOKENIZER = "{\"truncation\":{\"max_length\":3},\"padding\":{\"strategy\":{\"Fixed\":3}},"
            + "\"added_tokens\":[{\"id\":0,\"content\":\"[PAD]\"}],\"normalizer\":{\"type\":\"BertNormalizer\",\"lowercase\":false},"
            + "\"model\":{\"type\":\"WordPiece\",\"vocab\":{\"[PAD]\":0,\"[UNK]\":1,\"[CLS]\":2,\"[SEP]\":3,\"[MASK]\":4,"
            + "\"a\":5,\"##b\":6}}}";

    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
    private final String prefix;
    private final Predicate<String> kept;
    private int anonymous;

    private TinyBert(String prefix, Predicate<String> kept) {
        this.prefix = prefix;
        this.kept = kept;
    }

    static byte[] onnx() {
        return onnx("", name -> true);
    }

    /** The model with a prefix before all names, and without the initializers and nodes whose names are not kept. */
    static byte[] onnx(String prefix, Predicate<String> kept) {
        TinyBert bert = new TinyBert(prefix, kept);
        bert.embeddings();
        bert.layer();
        bert.settings();
        return RawSafetensors.concat(varintField(1, 8), bytes(7, bert.graph.toByteArray()));
    }

    private void embeddings() {
        initializer("embeddings.word_embeddings.weight", 7, 4);
        initializer("embeddings.position_embeddings.weight", 5, 4);
        initializer("embeddings.token_type_embeddings.weight", 2, 4);
        norm("embeddings.LayerNorm");
    }

    private void layer() {
        String layer = "encoder.layer.0.";
        for (String part : List.of("query", "key", "value")) {
            linear(layer + "attention.self." + part, 4, 4);
        }
        linear(layer + "attention.output.dense", 4, 4);
        norm(layer + "attention.output.LayerNorm");
        linear(layer + "intermediate.dense", 4, 6);
        linear(layer + "output.dense", 6, 4);
        norm(layer + "output.LayerNorm");
    }

    private void settings() {
        constant("shape", tensor("", INT64, List.of(4L), int64s(0, 0, 2, 2)));
        node("Reshape", "reshape", List.of("x", "shape"), "reshaped");
        constant("eps", tensor("", FLOAT, List.of(), floats(1e-5f)));
        node("Add", "add", List.of("variance", "eps"), "sum");
        node("Sqrt", "sqrt", List.of("sum"), "root");
        node("Erf", "erf", List.of("x"), "y");
    }

    private void norm(String name) {
        initializer(name + ".weight", 4);
        initializer(name + ".bias", 4);
    }

    private void linear(String name, int in, int out) {
        initializer(name + ".bias", out);
        String weight = "onnx::MatMul_" + anonymous++;
        if (kept.test(name + ".weight")) {
            write(5, tensor(weight, FLOAT, List.of((long) in, (long) out), counting(in * out)));
            String path = "/" + (prefix + name).replace('.', '/').replace("layer/0", "layer.0") + "/MatMul";
            node("MatMul", path, List.of("x", weight), path + "_output");
        }
    }

    private void initializer(String name, long... dims) {
        if (kept.test(name)) {
            List<Long> shape = new ArrayList<>();
            int size = 1;
            for (long dim : dims) {
                shape.add(dim);
                size *= (int) dim;
            }
            write(5, tensor(prefix + name, FLOAT, shape, counting(size)));
        }
    }

    private void constant(String output, byte[] tensor) {
        byte[] attribute = RawSafetensors.concat(text(1, "value"), bytes(5, tensor));
        write(1, RawSafetensors.concat(text(2, output), text(4, "Constant"), bytes(5, attribute)));
    }

    private void node(String op, String name, List<String> inputs, String output) {
        if (!kept.test(name)) {
            return;
        }
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        inputs.forEach(input -> node.writeBytes(text(1, input)));
        node.writeBytes(RawSafetensors.concat(text(2, output), text(3, name), text(4, op)));
        write(1, node.toByteArray());
    }

    private void write(int field, byte[] message) {
        graph.writeBytes(bytes(field, message));
    }

    static byte[] tensor(String name, int type, List<Long> dims, byte[] raw) {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        dims.forEach(dim -> tensor.writeBytes(varintField(1, dim)));
        tensor.writeBytes(RawSafetensors.concat(varintField(2, type), text(8, name), bytes(9, raw)));
        return tensor.toByteArray();
    }

    static byte[] text(int field, String text) {
        return bytes(field, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(int field, byte[] content) {
        return RawSafetensors.concat(varint(field << 3 | 2), varint(content.length), content);
    }

    static byte[] varintField(int field, long value) {
        return RawSafetensors.concat(varint((long) field << 3), varint(value));
    }

    static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }

    private static byte[] counting(int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = i;
        }
        return floats(values);
    }

    private static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static byte[] int64s(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.array();
    }
}
