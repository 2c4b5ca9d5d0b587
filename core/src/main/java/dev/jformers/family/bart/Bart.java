package dev.jformers.family.bart;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** BART (Lewis et al. 2020): the 2017 Transformer with learned positions and normalised embeddings, pretrained by denoising. */
public final class Bart implements Family {

    private static final int PADDING = 1;
    private static final int LABELS = 3;

    @Override
    public String modelType() {
        return "bart";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        DecoderInput target = DecoderInput.denoising(DecoderInput.fromStart(config, BartLike.EOS, PADDING));
        return BartLike.learned(config, NormPlacement.POST, false).transformer(config, PADDING, target);
    }

    @Override
    public List<Architecture> architectures() {
        return BartLike.architectures("Bart", LABELS);
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
