package dev.jformers.family.llama;

import dev.jformers.attention.Pattern;
import dev.jformers.family.ConfigJson;
import java.util.List;
import java.util.function.IntFunction;

/** Which layers of a Qwen model see a window only. */
final class QwenWindow {

    private QwenWindow() {}

    static IntFunction<Pattern> of(ConfigJson config) {
        if (!config.flag("use_sliding_window", false) || !config.has("sliding_window")) {
            return layer -> new Pattern.Causal();
        }
        Pattern window = new Pattern.CausalWindow(config.size("sliding_window"));
        List<String> types = config.texts("layer_types");
        if (!types.isEmpty()) {
            return layer -> types.get(layer).equals("sliding_attention") ? window : new Pattern.Causal();
        }
        int first = config.count("max_window_layers", 28);
        return layer -> layer >= first ? window : new Pattern.Causal();
    }
}
