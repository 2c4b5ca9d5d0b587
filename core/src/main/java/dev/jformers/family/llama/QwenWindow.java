package dev.jformers.family.llama;

import dev.jformers.attention.Pattern;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.LayerTypes;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Which layers of a Qwen model see a window only. */
final class QwenWindow {

    private QwenWindow() {}

    static IntFunction<Pattern> of(ConfigJson config) {
        config.passOver("max_window_layers", "layer_types");
        if (!config.flag("use_sliding_window", false) || !config.has("sliding_window")) {
            return layer -> new Pattern.Causal();
        }
        Pattern window = new Pattern.CausalWindow(config.size("sliding_window"));
        int first = config.count("max_window_layers", 28);
        IntPredicate slides = LayerTypes.sliding(config, layer -> layer >= first);
        return layer -> slides.test(layer) ? window : new Pattern.Causal();
    }
}
