package dev.jformers.family.bart;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** mBART (Liu et al. 2020): BART in many languages, normalised before each sublayer and at the end of each stack. */
public final class MBart implements Family {

    private static final int PADDING = 1;
    private static final int LABELS = 2;

    @Override
    public String modelType() {
        return "mbart";
    }

    /** The decoder's first token is the last of the labels, which names their language. */
    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int padding = config.padding(PADDING);
        @Nullable ShiftRight shift = padding < 0 ? null : new ShiftRight.FromLast(padding);
        return BartLike.learned(config, NormPlacement.PRE, true)
                .transformer(config, PADDING, DecoderInput.denoising(shift));
    }

    @Override
    public List<Architecture> architectures() {
        return BartLike.architectures("MBart", LABELS);
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return BartNames.shared();
    }

    @Override
    public double standardDeviation(ConfigJson config, String path) {
        return BartLike.standardDeviation(config);
    }
}
