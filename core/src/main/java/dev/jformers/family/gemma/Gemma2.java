package dev.jformers.family.gemma;

import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.DecoderTasks;
import dev.jformers.family.Family;
import dev.jformers.family.LayerTypes;
import dev.jformers.family.RotaryJson;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Rotary;
import java.util.List;
import java.util.function.IntPredicate;

/** Gemma 2 (Gemma Team 2024): a window in every other layer, soft caps of scores and logits, norms on both ends of a branch. */
public final class Gemma2 implements Family {

    @Override
    public String modelType() {
        return "gemma2";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        Rotary rotary = RotaryJson.read(config, GemmaLike.headDim(config), Rotary.Layout.HALVES);
        IntPredicate slides = LayerTypes.sliding(config, place -> place % 2 == 0);
        GemmaLike.View all = new GemmaLike.View(new Pattern.Causal(), rotary);
        GemmaLike.View near = new GemmaLike.View(new Pattern.CausalWindow(config.size("sliding_window", 4096)), rotary);
        double softCap = config.numberOrOff("attn_logit_softcapping", 50);
        return new GemmaLike(
                        NormPlacement.SANDWICH,
                        null,
                        new GemmaLike.Scores(GemmaLike.scale(config), softCap),
                        config.activation("hidden_activation", "gelu_pytorch_tanh"),
                        place -> slides.test(place) ? near : all)
                .transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return GemmaLike.architectures(
                "Gemma2Model",
                "Gemma2ForCausalLM",
                30,
                DecoderTasks.sequences("Gemma2", 0),
                DecoderTasks.tokens("Gemma2"));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return GemmaLike.names(config, "pre_feedforward_layernorm").build();
    }
}
