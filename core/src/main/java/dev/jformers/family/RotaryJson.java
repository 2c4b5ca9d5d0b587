package dev.jformers.family;

import dev.jformers.position.DynamicNtk;
import dev.jformers.position.Llama3;
import dev.jformers.position.LongRope;
import dev.jformers.position.Rotary;
import dev.jformers.position.RotaryScaling;
import dev.jformers.position.Yarn;
import java.util.List;

/** Reads rotary positions: {@code rope_parameters}, or {@code rope_theta} and {@code rope_scaling} of older files. */
public final class RotaryJson {

    private RotaryJson() {}

    /**
     * @param headDim size of a head
     * @param layout which values form a pair
     */
    public static Rotary read(ConfigJson config, int headDim, Rotary.Layout layout) {
        return read(config, parameters(config), headDim, layout);
    }

    /** The part of a config that says how positions are stretched; empty where none does. */
    public static ConfigJson parameters(ConfigJson config) {
        return config.inner(config.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    }

    /**
     * @param rope the part that holds the parameters; what it lacks is looked for in the whole
     * @param headDim size of a head
     * @param layout which values form a pair
     */
    public static Rotary read(ConfigJson config, ConfigJson rope, int headDim, Rotary.Layout layout) {
        double theta = rope.number("rope_theta", config.number("rope_theta", 10_000));
        double share = rope.number("partial_rotary_factor", config.number("partial_rotary_factor", 1));
        int dim = (int) (headDim * share);
        if (dim < 2 || dim % 2 != 0 || dim > headDim) {
            throw config.problem("of a head of size " + headDim + " and partial_rotary_factor " + share + ", " + dim
                    + " values would be turned, but must be an even number from 2 to " + headDim + ".");
        }
        return new Rotary(dim, theta, scaling(config, rope, dim), layout);
    }

    private static RotaryScaling scaling(ConfigJson config, ConfigJson rope, int dim) {
        rope.passOver("original_max_position_embeddings");
        String type = rope.text("rope_type", rope.text("type", "default"));
        return switch (type) {
            case "default" -> new RotaryScaling.None();
            case "linear" -> new RotaryScaling.Linear(factor(rope));
            case "dynamic" -> new DynamicNtk(factor(rope), config.size("max_position_embeddings"));
            case "llama3" ->
                new Llama3(
                        factor(rope),
                        rope.number("low_freq_factor"),
                        rope.number("high_freq_factor"),
                        pretrained(config, rope));
            case "yarn" -> rope.has("long_factor") ? longRope(config, rope, dim) : yarn(config, rope);
            case "longrope", "su" -> longRope(config, rope, dim);
            default ->
                throw rope.problem("rope_type is \"" + type
                        + "\" but must be one of default, dynamic, linear, llama3, longrope, yarn.");
        };
    }

    private static double factor(ConfigJson rope) {
        double factor = rope.number("factor");
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

    /** Phi-3 called it "su", and for a time "yarn"; it has the length of pretraining outside. */
    private static LongRope longRope(ConfigJson config, ConfigJson rope, int dim) {
        String length = "original_max_position_embeddings";
        long pretrained = config.has(length) ? config.size(length) : pretrained(config, rope);
        double stretch = rope.number("factor", (double) config.size("max_position_embeddings") / pretrained);
        double factor = rope.number("attention_factor", LongRope.attentionFactor(stretch, pretrained));
        return new LongRope(factors(rope, "short_factor", dim), factors(rope, "long_factor", dim), pretrained, factor);
    }

    private static List<Double> factors(ConfigJson rope, String key, int dim) {
        List<Double> factors = rope.numbers(key);
        if (factors.size() != dim / 2 || factors.stream().anyMatch(factor -> !(factor > 0))) {
            throw rope.problem(key + " is " + factors + " but must have " + dim / 2
                    + " numbers above 0, one for each pair of values that is turned.");
        }
        return factors;
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
