package dev.jformers.family.gpt;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Plain;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** GPT-2 (Radford et al. 2019): a decoder normalised before each sublayer, with learned positions. */
public final class Gpt2 implements Family {

    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        Plain feedForward = new Plain(
                config.size("n_inner", 4 * config.size("n_embd")),
                config.activation("activation_function", "gelu_new"),
                0,
                true);
        double scale = config.flag("scale_attn_weights", true) ? 1 / Math.sqrt(GptLike.headDim(config)) : 1;
        boolean shrinks = config.flag("scale_attn_by_inverse_layer_idx", false);
        return new GptLike(NormPlacement.PRE, true, feedForward, place -> shrinks ? scale / (place + 1) : scale)
                .transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofDecoder(
                "GPT2Model",
                "GPT2LMHeadModel",
                true,
                DecoderTasks.sequences("GPT2", -1),
                DecoderTasks.tokens("GPT2"),
                DecoderTasks.spans("GPT2"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return GptLike.names(config)
                .map("transformer\\.word\\.", "wte.")
                .map("transformer\\.decoder\\.embeddings\\.position\\.", "wpe.")
                .map("transformer\\.decoder\\.finalNorm\\.", "ln_f.")
                .dispensable("h\\.\\d+\\.attn\\.(masked_)?bias")
                .build();
    }

    /** Weights that end a residual branch start smaller, by the number of branches (Radford et al. 2019, section 2.3). */
    @Override
    public double standardDeviation(ConfigJson config, String path) {
        double deviation = config.number("initializer_range", 0.02);
        boolean endsBranch = path.endsWith("attention.output.weight") || path.endsWith("feedForward.down.weight");
        return endsBranch ? deviation / Math.sqrt(2.0 * config.size("n_layer")) : deviation;
    }
}
