package dev.jformers.family;

import java.util.List;
import java.util.function.IntPredicate;

/** Reads which layers see a window only, where a model has both kinds. */
public final class LayerTypes {

    private static final String KEY = "layer_types";

    /** What files call a layer that sees a window only. */
    public static final String SLIDING = "sliding_attention";

    /** What files call a layer that sees everything. */
    public static final String FULL = "full_attention";

    private LayerTypes() {}

    /**
     * @param absent which layers see a window only where the config does not list them
     * @return whether a layer, by its place from 0, sees a window only
     */
    public static IntPredicate sliding(ConfigJson config, IntPredicate absent) {
        List<String> types = config.texts(KEY);
        if (types.isEmpty()) {
            return absent;
        }
        int layers = config.parts("num_hidden_layers");
        if (types.size() != layers) {
            throw config.problem(
                    KEY + " has " + types.size() + " entries but must have num_hidden_layers (" + layers + ").");
        }
        for (String type : types) {
            if (!type.equals(SLIDING) && !type.equals(FULL)) {
                throw config.problem(KEY + " has \"" + type + "\" but must have " + FULL + " or " + SLIDING + " only.");
            }
        }
        return layer -> types.get(layer).equals(SLIDING);
    }
}
