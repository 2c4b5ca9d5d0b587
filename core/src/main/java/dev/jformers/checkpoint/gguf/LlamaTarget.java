package dev.jformers.checkpoint.gguf;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorSource;
import dev.jformers.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Llama and Qwen2, the other way round than {@link LlamaArchitecture}. */
record LlamaTarget(ModelSettings settings, String name) implements GgufTarget {

    private static final String HEADS = "num_attention_heads";
    private static final String KEY_VALUE_HEADS = "num_key_value_heads";

    @Override
    public void addSettings(GgufWriter writer) {
        settings.requireOnly("hidden_act", "silu");
        settings.requireOnly("use_sliding_window", "false");
        writer.uint32(key("block_count"), settings.required("num_hidden_layers"))
                .uint32(key("context_length"), settings.required("max_position_embeddings"))
                .uint32(key("embedding_length"), settings.required("hidden_size"))
                .uint32(key("feed_forward_length"), settings.required("intermediate_size"))
                .uint32(key("attention.head_count"), settings.required(HEADS))
                .uint32(key("attention.head_count_kv"), keyValueHeads())
                .float32(key("attention.layer_norm_rms_epsilon"), settings.number("rms_norm_eps", 1e-6))
                .float32(key("rope.freq_base"), theta())
                .uint32(key("vocab_size"), settings.required("vocab_size"));
        if (name.equals("llama")) {
            writer.uint32(key("rope.dimension_count"), headDim());
        }
        if (settings.has("head_dim")) {
            writer.uint32(key("attention.key_length"), headDim()).uint32(key("attention.value_length"), headDim());
        }
        addScaling(writer);
    }

    private void addScaling(GgufWriter writer) {
        ModelSettings rope = rope();
        switch (ropeType()) {
            case "default", "llama3" -> {}
            case "linear", "yarn" -> {
                writer.text(key("rope.scaling.type"), ropeType())
                        .float32(key("rope.scaling.factor"), rope.number("factor", 1));
                if (rope.has("original_max_position_embeddings")) {
                    writer.uint32(
                            key("rope.scaling.original_context_length"),
                            rope.required("original_max_position_embeddings"));
                }
            }
            default ->
                throw new InvalidInputException("config.json: rope_type is " + ropeType()
                        + " but GGUF has default, linear, yarn and llama3; choose another format");
        }
    }

    /** Llama 3's scaling is a tensor of what frequencies are divided by. */
    @Override
    public List<StoredTensor> computed() {
        if (!ropeType().equals("llama3")) {
            return List.of();
        }
        ModelSettings rope = rope();
        Llama3Scaling scaling = new Llama3Scaling(
                rope.number("factor", 8),
                rope.number("low_freq_factor", 1),
                rope.number("high_freq_factor", 4),
                rope.number("original_max_position_embeddings", 8192));
        int waves = Math.toIntExact(headDim() / 2);
        ByteBuffer divisors = ByteBuffer.allocate(waves * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < waves; i++) {
            divisors.putFloat((float) scaling.divisor(Math.pow(theta(), -(double) i / waves)));
        }
        TensorInfo info = new TensorInfo(RopeScaling.FACTORS, TensorType.F32, List.of((long) waves));
        return List.of(new StoredTensor("the model", info, TensorSource.of(divisors.flip())));
    }

    private ModelSettings rope() {
        return settings.inner("rope_parameters", "rope_scaling");
    }

    private String ropeType() {
        return rope().text("rope_type", rope().text("type", "default"));
    }

    private double theta() {
        return rope().number("rope_theta", settings.number("rope_theta", 10_000));
    }

    private long headDim() {
        return settings.integer("head_dim", settings.required("hidden_size") / settings.required(HEADS));
    }

    private long keyValueHeads() {
        return settings.integer(KEY_VALUE_HEADS, settings.required(HEADS));
    }

    private String key(String setting) {
        return name + "." + setting;
    }

    @Override
    public Optional<StoredTensor> tensor(StoredTensor stored) {
        TensorInfo info = stored.info();
        return LlamaArchitecture.NAMES.gguf(info.name()).map(gguf -> {
            TensorInfo renamed = new TensorInfo(gguf, info.type(), info.shape());
            return switch (name.equals("llama") ? BlockNames.partInLayer(gguf) : "") {
                case "attn_q" -> inTurn(stored, renamed, settings.required(HEADS));
                case "attn_k" -> inTurn(stored, renamed, keyValueHeads());
                default -> new StoredTensor(stored.file(), renamed, stored.bytes());
            };
        });
    }

    /** The rows of the two halves of a rotary head in turn. */
    private static StoredTensor inTurn(StoredTensor stored, TensorInfo renamed, long heads) {
        long headDim = renamed.shape().get(0) / heads;
        long half = headDim / 2;
        return ReorderedBytes.inHeads(stored, renamed, headDim, row -> row % 2 * half + row / 2);
    }
}
