package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import java.util.Map;
import java.util.Optional;

/**
 * Llama and Qwen2, which differ in the biases of attention, and in that GGUF has the query and key rows of Llama in another
 * order.
 */
record LlamaArchitecture(GgufFile file, String name) implements GgufArchitecture {

    static final BlockNames NAMES = new BlockNames(
            Map.of("token_embd", "model.embed_tokens", "output_norm", "model.norm", "output", "lm_head"),
            "model.layers",
            Map.of(
                    "attn_norm", "input_layernorm",
                    "attn_q", "self_attn.q_proj",
                    "attn_k", "self_attn.k_proj",
                    "attn_v", "self_attn.v_proj",
                    "attn_output", "self_attn.o_proj",
                    "ffn_norm", "post_attention_layernorm",
                    "ffn_gate", "mlp.gate_proj",
                    "ffn_up", "mlp.up_proj",
                    "ffn_down", "mlp.down_proj"));

    @Override
    public JsonObject config() {
        GgufSettings settings = new GgufSettings(file, name);
        boolean llama = name.equals("llama");
        refuseExperts(settings);
        JsonObject config = settings.newConfig(llama ? "LlamaForCausalLM" : "Qwen2ForCausalLM");
        if (llama) {
            config.addProperty("attention_bias", file.tensors().tensors().containsKey("blk.0.attn_q.bias"));
            config.addProperty("head_dim", headDim(settings));
            config.addProperty("mlp_bias", file.tensors().tensors().containsKey("blk.0.ffn_up.bias"));
        }
        config.addProperty("hidden_act", "silu");
        config.addProperty("hidden_size", settings.hidden());
        config.addProperty("intermediate_size", settings.required("feed_forward_length"));
        config.addProperty("max_position_embeddings", settings.required("context_length"));
        config.addProperty("num_attention_heads", settings.heads());
        config.addProperty("num_hidden_layers", settings.layers());
        config.addProperty("num_key_value_heads", settings.keyValueHeads());
        config.addProperty("rms_norm_eps", settings.requiredNumber("attention.layer_norm_rms_epsilon"));
        config.addProperty("rope_theta", settings.number("rope.freq_base").orElse(10_000.0));
        new RopeScaling(settings, file).addTo(config);
        settings.addCommon(config);
        return config;
    }

    /** They are what the settings of the scaling give, which {@link RopeScaling} makes sure of. */
    @Override
    public boolean dispensable(String tensor) {
        return tensor.equals(RopeScaling.FACTORS);
    }

    @Override
    public Optional<StoredTensor> tensor(StoredTensor stored) {
        TensorInfo info = stored.info();
        return NAMES.huggingFace(info.name()).map(hf -> {
            TensorInfo renamed = new TensorInfo(hf, info.type(), info.shape());
            GgufSettings settings = new GgufSettings(file, name);
            String part = name.equals("llama") ? BlockNames.partInLayer(info.name()) : "";
            return switch (part) {
                case "attn_q" -> rotated(stored, renamed, settings.heads());
                case "attn_k" -> rotated(stored, renamed, settings.keyValueHeads());
                default -> new StoredTensor(stored.file(), renamed, stored.bytes());
            };
        });
    }

    /**
     * GGUF has the two halves of a rotary head row by row in turn; Hugging Face has one half after the other.
     */
    private static StoredTensor rotated(StoredTensor stored, TensorInfo renamed, long heads) {
        long rows = renamed.shape().isEmpty() ? 0 : renamed.shape().get(0);
        if (rows == 0 || rows % (2 * heads) != 0) {
            throw new InvalidInputException(
                    stored.file() + ": tensor " + stored.info().name() + " has " + rows
                            + " rows, which do not divide into two halves for each of " + heads + " heads");
        }
        long headDim = rows / heads;
        long half = headDim / 2;
        return ReorderedBytes.inHeads(stored, renamed, headDim, row -> row % half * 2 + row / half);
    }

    private long headDim(GgufSettings settings) {
        long headDim = settings.optional("attention.key_length").orElse(settings.hidden() / settings.heads());
        long rotary = settings.optional("rope.dimension_count").orElse(headDim);
        if (rotary != headDim) {
            throw new InvalidInputException(file.file() + ": llama.rope.dimension_count is " + rotary
                    + " but must be the size of a head, " + headDim + ", in a Llama model");
        }
        return headDim;
    }

    private void refuseExperts(GgufSettings settings) {
        long experts = settings.optional("expert_count").orElse(0L);
        if (experts > 0) {
            throw new InvalidInputException(
                    file.file() + " holds a mixture of " + experts + " experts, which cannot be imported");
        }
    }
}
