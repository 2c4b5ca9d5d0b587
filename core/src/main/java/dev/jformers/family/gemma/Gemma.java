package dev.jformers.family.gemma;

import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.RotaryJson;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.Activation;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Rotary;
import java.util.List;

/** Gemma (Gemma Team 2024). */
public final class Gemma implements Family {

    @Override
    public String modelType() {
        return "gemma";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int headDim = GemmaLike.headDim(config);
        GemmaLike.View view =
                new GemmaLike.View(new Pattern.Causal(), RotaryJson.read(config, headDim, Rotary.Layout.HALVES));
        return new GemmaLike(
                        NormPlacement.PRE,
                        null,
                        new GemmaLike.Scores(1 / Math.sqrt(headDim), 0),
                        activation(config),
                        place -> view)
                .transformer(config);
    }

    /** Its first files say "gelu" and mean the tanh approximation. */
    private static Activation activation(ConfigJson config) {
        Activation activation = config.activation("hidden_act", "gelu_pytorch_tanh");
        return activation == Activation.GELU ? Activation.GELU_TANH : activation;
    }

    @Override
    public List<Architecture> architectures() {
        return GemmaLike.architectures(
                "GemmaModel", "GemmaForCausalLM", 0, DecoderTasks.sequences("Gemma", 0), DecoderTasks.tokens("Gemma"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return GemmaLike.names(config, "post_attention_layernorm").build();
    }
}
