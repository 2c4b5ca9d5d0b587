package dev.jformers.family.bart;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** Pegasus (Zhang et al. 2020): sinusoidal positions, normalised before each sublayer and at the end of each stack. */
public final class Pegasus implements Family {

    private static final int START = 0;
    private static final int PADDING = 0;

    @Override
    public String modelType() {
        return "pegasus";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        DecoderInput target = DecoderInput.ofLabels(0, DecoderInput.fromStart(config, START, PADDING));
        return BartLike.sinusoidal(config, NormPlacement.PRE, true).transformer(config, PADDING, target);
    }

    @Override
    public List<Architecture> architectures() {
        return Architecture.ofGenerator("PegasusModel", "PegasusForConditionalGeneration", BartLike::tied);
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        return BartNames.shared();
    }

    @Override
    public boolean storesSinusoids(ConfigJson config) {
        return true;
    }

    @Override
    public double standardDeviation(ConfigJson config, String path) {
        return BartLike.standardDeviation(config);
    }
}
