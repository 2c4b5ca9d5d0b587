package dev.jformers.family;

import dev.jformers.position.DynamicNtk;
import dev.jformers.position.Llama3;
import dev.jformers.position.Rotary;
import dev.jformers.position.RotaryScaling;
import dev.jformers.position.Yarn;

/** Reads rotary positions: {@code rope_parameters}, or {@code rope_theta} and {@code rope_scaling} of older files. */
public final class RotaryJson {

    private RotaryJson() {}

    /**
     * @param headDim size of a head
     * @param layout which values form a pair
     */
    public static Rotary read(ConfigJson config, int headDim, Rotary.Layout layout) {
        ConfigJson rope = config.inner(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
        double theta = rope.number("rope_theta", config.number("rope_theta", 10_000));
        double share = rope.number("partial_rotary_factor", config.number("partial_rotary_factor", 1));
        int dim = (int) (headDim * share);
        if (dim < 2 || dim % 2 != 0) {
            throw config.problem("of a head of size " + headDim + " and partial_rotary_factor " + share + ", " + dim
                    + " values would be turned, but must be an even number of at least 2.");
        }
        return new Rotary(dim, theta, scaling(config, rope), layout);
    }

    /**
     * Rotary positions of one type of layers, where {@code rope_parameters} has an entry for each type.
     *
     * @param layerType the entry's key
     * @param theta base of the wavelengths where the entry has none
     * @param headDim size of a head, all of which is turned
     */
    public static Rotary read(ConfigJson config, String layerType, double theta, int headDim) {
        if (headDim % 2 != 0) {
            throw config.problem("the size of a head is " + headDim + " but must be even to be turned.");
        }
        ConfigJson rope = config.has("rope_parameters")
                ? config.inner("rope_parameters").inner(layerType)
                : config.inner("rope_scaling");
        return new Rotary(headDim, rope.number("rope_theta", theta), scaling(config, rope), Rotary.Layout.HALVES);
    }

    private static RotaryScaling scaling(ConfigJson config, ConfigJson rope) {
        String type = rope.text("rope_type", rope.text("type", "default"));
        return switch (type) {
            case "default" -> new RotaryScaling.None();
            case "linear" -> new RotaryScaling.Linear(factor(rope));
            case "dynamic" -> new DynamicNtk(factor(rope), pretrained(config, rope));
            case "llama3" ->
                new Llama3(
                        factor(rope),
                        rope.number("low_freq_factor", 1),
                        rope.number("high_freq_factor", 4),
                        pretrained(config, rope));
            case "yarn" -> yarn(config, rope);
            default ->
                throw rope.problem(
                        "rope_type is \"" + type + "\" but must be one of default, dynamic, linear, llama3, yarn.");
        };
    }

    private static double factor(ConfigJson rope) {
        double factor = rope.number("factor", 1);
        if (factor < 1) {
            throw rope.problem("factor is " + factor + " but must be at least 1.");
        }
        return factor;
    }

    private static long pretrained(ConfigJson config, ConfigJson rope) {
        return rope.has("original_max_position_embeddings")
                ? rope.size("original_max_position_embeddings")
                : config.size("max_position_embeddings");
    }

    private static Yarn yarn(ConfigJson config, ConfigJson rope) {
        double factor = factor(rope);
        return new Yarn(
                factor,
                pretrained(config, rope),
                rope.number("beta_fast", 32),
                rope.number("beta_slow", 1),
                rope.flag("truncate", true),
                attentionFactor(rope, factor));
    }

    private static double attentionFactor(ConfigJson rope, double factor) {
        if (rope.has("attention_factor")) {
            return rope.number("attention_factor", 1);
        }
        double mscale = rope.number("mscale", 0);
        double mscaleOfAll = rope.number("mscale_all_dim", 0);
        return mscale > 0 && mscaleOfAll > 0
                ? Yarn.attentionFactor(factor, mscale) / Yarn.attentionFactor(factor, mscaleOfAll)
                : Yarn.attentionFactor(factor, 1);
    }
}
