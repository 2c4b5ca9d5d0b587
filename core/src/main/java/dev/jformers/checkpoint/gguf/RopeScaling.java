package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How rotary positions are stretched. GGUF has Llama 3's way as the factors that come of it, in a tensor; they are read back as
 * the settings that give them.
 */
final class RopeScaling {

    /** The tensor of the factors by which wavelengths grow. */
    static final String FACTORS = "rope_freqs.weight";

    private static final double LOW = 1;
    private static final double HIGH = 4;
    private static final long ORIGINAL = 8192;
    private static final double TOLERANCE = 1e-4;
    private static final int MOST_FACTORS = 4096;

    private final GgufSettings settings;
    private final GgufFile file;

    RopeScaling(GgufSettings settings, GgufFile file) {
        this.settings = settings;
        this.file = file;
    }

    void addTo(JsonObject config) {
        String type = settings.text("rope.scaling.type").orElse("none");
        if (file.tensors().tensors().containsKey(FACTORS)) {
            config.add("rope_scaling", llama3(config.get("rope_theta").getAsDouble()));
        } else if (type.equals("linear") || type.equals("yarn")) {
            JsonObject scaling = new JsonObject();
            scaling.addProperty("rope_type", type);
            scaling.addProperty("factor", settings.requiredNumber("rope.scaling.factor"));
            settings.optional("rope.scaling.original_context_length")
                    .ifPresent(length -> scaling.addProperty("original_max_position_embeddings", length));
            config.add("rope_scaling", scaling);
        } else if (!type.equals("none")) {
            throw new InvalidInputException(
                    file.file() + ": rope.scaling.type is " + type + " but must be none, linear or yarn");
        }
    }

    private JsonObject llama3(double theta) {
        float[] factors = factors();
        double factor = 1;
        for (float one : factors) {
            factor = Math.max(factor, one);
        }
        Llama3Scaling llama3 = new Llama3Scaling(factor, LOW, HIGH, ORIGINAL);
        for (int i = 0; i < factors.length; i++) {
            double expected = llama3.divisor(Math.pow(theta, -(double) i / factors.length));
            if (!(Math.abs(factors[i] - expected) <= TOLERANCE * expected)) {
                throw new InvalidInputException(file.file() + ": " + FACTORS + " has " + factors[i] + " at " + i
                        + " but Llama 3's scaling has " + expected + "; other scalings cannot be imported");
            }
        }
        JsonObject scaling = new JsonObject();
        scaling.addProperty("rope_type", "llama3");
        scaling.addProperty("factor", factor);
        scaling.addProperty("low_freq_factor", LOW);
        scaling.addProperty("high_freq_factor", HIGH);
        scaling.addProperty("original_max_position_embeddings", ORIGINAL);
        return scaling;
    }

    private float[] factors() {
        TensorInfo info = file.tensors().info(FACTORS);
        if (info.type() != TensorType.F32 || info.elements() == 0 || info.elements() > MOST_FACTORS) {
            throw new InvalidInputException(
                    file.file() + ": " + FACTORS + " is " + info.type() + " " + info.shape() + " but must be few F32");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) info.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            file.tensors().source(FACTORS).writeTo(bytes::put);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        float[] factors = new float[(int) info.elements()];
        bytes.flip().asFloatBuffer().get(factors);
        return factors;
    }
}
