package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** GPT-2, whose weights Hugging Face has as {@code [in, out]} and GGUF as {@code [out, in]}. */
record Gpt2Architecture(GgufFile file) implements GgufArchitecture {

    static final Set<String> TRANSPOSED = Set.of("attn_qkv", "attn_output", "ffn_up", "ffn_down");

    static final BlockNames NAMES = new BlockNames(
            Map.of(
                    "token_embd", "transformer.wte",
                    "position_embd", "transformer.wpe",
                    "output_norm", "transformer.ln_f",
                    "output", "lm_head"),
            "transformer.h",
            Map.of(
                    "attn_norm", "ln_1",
                    "attn_qkv", "attn.c_attn",
                    "attn_output", "attn.c_proj",
                    "ffn_norm", "ln_2",
                    "ffn_up", "mlp.c_fc",
                    "ffn_down", "mlp.c_proj"));

    @Override
    public String name() {
        return "gpt2";
    }

    @Override
    public JsonObject config() {
        GgufSettings settings = new GgufSettings(file, name());
        JsonObject config = settings.newConfig("GPT2LMHeadModel");
        config.addProperty("activation_function", "gelu_new");
        config.addProperty("layer_norm_epsilon", settings.requiredNumber("attention.layer_norm_epsilon"));
        config.addProperty("n_ctx", settings.required("context_length"));
        config.addProperty("n_embd", settings.hidden());
        config.addProperty("n_head", settings.heads());
        config.addProperty("n_inner", settings.required("feed_forward_length"));
        config.addProperty("n_layer", settings.layers());
        config.addProperty("n_positions", settings.required("context_length"));
        settings.addCommon(config);
        return config;
    }

    @Override
    public boolean dispensable(String tensor) {
        return false;
    }

    @Override
    public Optional<StoredTensor> tensor(StoredTensor stored) {
        TensorInfo info = stored.info();
        return NAMES.huggingFace(info.name()).map(hf -> {
            boolean transposed =
                    info.name().endsWith(".weight") && TRANSPOSED.contains(BlockNames.partInLayer(info.name()));
            return transposed
                    ? transposed(stored, hf)
                    : new StoredTensor(stored.file(), new TensorInfo(hf, info.type(), info.shape()), stored.bytes());
        });
    }

    private static StoredTensor transposed(StoredTensor stored, String hf) {
        TensorInfo info = stored.info();
        if (info.shape().size() != 2) {
            throw new InvalidInputException(stored.file() + ": tensor " + info.name() + " has shape " + info.shape()
                    + " but must have two sizes");
        }
        long out = info.shape().get(0);
        long in = info.shape().get(1);
        return new StoredTensor(
                stored.file(),
                new TensorInfo(hf, info.type(), List.of(in, out)),
                new ReorderedBytes(stored, info.type().bytes(), index -> index % out * in + index / out));
    }
}
