package dev.jformers.family.bart;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.Features;
import dev.jformers.head.SequenceClassification;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.TransformerConfig;
import java.util.List;

/** BART (Lewis et al. 2020): the 2017 Transformer with learned positions and normalised embeddings, pretrained by denoising. */
public final class Bart implements Family {

    private static final int PADDING = 1;
    private static final int EOS = 2;
    private static final int LABELS = 3;

    @Override
    public String modelType() {
        return "bart";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        DecoderInput target = DecoderInput.denoising(DecoderInput.fromStart(config, EOS, PADDING));
        return BartLike.learned(config, NormPlacement.POST, false).transformer(config, PADDING, target);
    }

    @Override
    public List<Architecture> architectures() {
        return List.of(
                new Architecture("BartModel", Features.class, (config, names) -> new Features(false)),
                new Architecture(
                        "BartForConditionalGeneration",
                        CausalLanguageModel.class,
                        (config, names) -> BartLike.tied(config)),
                new Architecture(
                        "BartForSequenceClassification",
                        SequenceClassification.class,
                        (config, names) -> BartLike.classification(config, EOS, LABELS)));
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
