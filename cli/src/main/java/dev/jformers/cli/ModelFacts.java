package dev.jformers.cli;

import dev.jformers.ModelDescription;
import dev.jformers.head.Features;
import dev.jformers.head.Head;
import dev.jformers.head.SequenceClassification;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.RmsNorm;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import java.util.Locale;

/** What a model's configuration says. */
final class ModelFacts {

    private static final int LONGEST_LIST = 20;

    private ModelFacts() {}

    static void addTo(Facts facts, ModelDescription model) {
        TransformerConfig config = model.transformer();
        String activation = config.feedForward()
                .activation()
                .name()
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
        facts.add("family", model.family().modelType())
                .add("head", head(model.head()))
                .add("layers", Amounts.count(config.layers()))
                .add("hidden size", Amounts.count(config.hiddenSize()))
                .add(
                        "attention",
                        Amounts.of(config.attention().heads(), "head") + " of "
                                + config.attention().headDim())
                .add("feed-forward", Amounts.count(config.feedForward().intermediateSize()) + ", " + activation)
                .add("norm", norm(config))
                .add("vocabulary", Amounts.of(config.vocabularySize(), "token"))
                .add("positions", Amounts.count(config.position().maxPositions()))
                .add("segments", Amounts.count(config.segmentTypes()))
                .add(
                        "dropout",
                        "%s, attention %s"
                                .formatted(config.dropout(), config.attention().dropout()));
    }

    private static String head(Head head) {
        if (head instanceof SequenceClassification classification) {
            return "sequence classification, " + labels(classification.labels());
        }
        if (head instanceof Features features) {
            return features.pooled() ? "none: hidden states and pooler" : "none: hidden states";
        }
        return "masked language model";
    }

    private static String labels(List<String> labels) {
        String shown = String.join(", ", labels.subList(0, Math.min(LONGEST_LIST, labels.size())));
        return Amounts.of(labels.size(), "label") + ": " + shown + (labels.size() > LONGEST_LIST ? ", ..." : "");
    }

    private static String norm(TransformerConfig config) {
        String place = config.normPlacement() == NormPlacement.POST ? "after" : "before";
        return kind(config.norm()) + " " + place + " each sublayer";
    }

    private static String kind(Norm norm) {
        if (norm instanceof LayerNorm layer) {
            return "layer norm (epsilon " + layer.epsilon() + ")";
        }
        return norm instanceof RmsNorm rms ? "RMS norm (epsilon " + rms.epsilon() + ")" : norm.toString();
    }
}
