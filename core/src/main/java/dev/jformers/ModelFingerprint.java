package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.jformers.torch.Autograd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** By what a model is told from others: a hash of its precision, its config, and some values of each weight. */
final class ModelFingerprint {

    /** Of each weight; training changes nearly all. */
    private static final long SAMPLES = 1024;

    private ModelFingerprint() {}

    static String of(PretrainedModel model) {
        MessageDigest digest = sha256();
        digest.update(model.precision().toString().getBytes(StandardCharsets.UTF_8));
        digest.update(model.description().config().toString().getBytes(StandardCharsets.UTF_8));
        try (Autograd.Scope off = Autograd.recording(false)) {
            new TreeMap<>(model.weights()).forEach((path, weight) -> {
                String what = path + weight.getDataType() + weight.getShape();
                digest.update(what.getBytes(StandardCharsets.UTF_8));
                digest.update(sample(weight));
            });
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] sample(NDArray weight) {
        long step = Math.max(1, weight.size() / SAMPLES);
        try (NDArray flat = weight.flatten();
                NDArray some = flat.get(new NDIndex("::{}", step));
                NDArray floats = some.toType(DataType.FLOAT32, true)) {
            float[] values = floats.toFloatArray();
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
            bytes.asFloatBuffer().put(values);
            return bytes.array();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
