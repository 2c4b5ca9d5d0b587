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

/** Gemma 3 (Gemma Team 2025), for text: a window in most layers, with rotary positions of its own; normalised queries and keys. */
public final class Gemma3 implements Family {

    private static final String ROPE = "rope_parameters";

    @Override
    public String modelType() {
        return "gemma3_text";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.requireOnly("attn_logit_softcapping", 0);
        int every = config.size(config.either("sliding_window_pattern", "_sliding_window_pattern"), 6);
        IntPredicate slides = LayerTypes.sliding(config, place -> (place + 1) % every != 0);
        GemmaLike.View all = new GemmaLike.View(new Pattern.Causal(), global(config));
        GemmaLike.View near =
                new GemmaLike.View(new Pattern.CausalWindow(config.size("sliding_window", 4096)), local(config));
        return new GemmaLike(
                        NormPlacement.SANDWICH,
                        GemmaLike.norm(config),
                        new GemmaLike.Scores(GemmaLike.scale(config), 0),
                        config.activation("hidden_activation", "gelu_pytorch_tanh"),
                        place -> slides.test(place) ? near : all)
                .transformer(config);
    }

    /** Older files scale the positions of the layers that see everything, and only those. */
    private static Rotary global(ConfigJson config) {
        double theta = config.number("rope_theta", 1_000_000);
        return rotary(
                config,
                config.has(ROPE) ? config.inner(ROPE).inner(LayerTypes.FULL) : config.inner("rope_scaling"),
                theta);
    }

    private static Rotary local(ConfigJson config) {
        double theta = config.number("rope_local_base_freq", 10_000);
        return rotary(config, config.inner(ROPE).inner(LayerTypes.SLIDING), theta);
    }

    private static Rotary rotary(ConfigJson config, ConfigJson rope, double theta) {
        return RotaryJson.read(
                config, rope.withDefault("rope_theta", theta), GemmaLike.headDim(config), Rotary.Layout.HALVES);
    }

    @Override
    public List<Architecture> architectures() {
        return GemmaLike.architectures(
                "Gemma3TextModel", "Gemma3ForCausalLM", 0, DecoderTasks.sequences("Gemma3Text", 0));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return GemmaLike.names(config, "pre_feedforward_layernorm").build();
    }
}
