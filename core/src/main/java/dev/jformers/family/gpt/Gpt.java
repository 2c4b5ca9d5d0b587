package dev.jformers.family.gpt;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.Activation;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Plain;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import java.util.Map;

/** GPT (Radford et al. 2018): a decoder normalised after each sublayer, with learned positions. */
public final class Gpt implements Family {

    /** Its {@code gelu} is the tanh approximation. */
    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "relu", Activation.RELU,
            "silu", Activation.SILU,
            "swish", Activation.SILU,
            "gelu", Activation.GELU_TANH);

    @Override
    public String modelType() {
        return "openai-gpt";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        Plain feedForward = new Plain(4L * config.size("n_embd"), config.choice("afn", "gelu", ACTIVATIONS), 0, true);
        double scale = 1 / Math.sqrt(GptLike.headDim(config));
        return new GptLike(NormPlacement.POST, false, feedForward, place -> scale).transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder(
                "OpenAIGPTModel", "OpenAIGPTLMHeadModel", true, DecoderTasks.sequences("OpenAIGPT", -1));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return GptLike.names(config)
                .map("transformer\\.word\\.", "tokens_embed.")
                .map("transformer\\.decoder\\.embeddings\\.position\\.", "positions_embed.")
                .dispensable("h\\.\\d+\\.attn\\.bias", "position_ids")
                .build();
    }
}
