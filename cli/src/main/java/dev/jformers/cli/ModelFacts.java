package dev.jformers.cli;

import dev.jformers.ModelDescription;
import dev.jformers.attention.Attention;
import dev.jformers.attention.MultiHead;
import dev.jformers.head.Features;
import dev.jformers.head.Head;
import dev.jformers.head.ProblemType;
import dev.jformers.head.SequenceClassification;
import dev.jformers.head.TokenClassification;
import dev.jformers.layer.Activation;
import dev.jformers.layer.FeedForward;
import dev.jformers.layer.Gated;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.Plain;
import dev.jformers.layer.RmsNorm;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import java.util.Locale;

/** What a model's configuration says. */
final class ModelFacts {

    private static final int LONGEST_LIST = 20;

    private ModelFacts() {}

    static void addTo(Facts facts, ModelDescription model) {
        TransformerConfig config = model.transformer();
        StackConfig stack = config.stacks().last();
        LayerConfig layer = stack.layers().get(0);
        facts.add("family", model.family().modelType())
                .add("head", head(model.head()))
                .add("layers", layers(config.stacks()))
                .add("hidden size", Amounts.count(config.hiddenSize()))
                .add("attention", attention(layer.attention()))
                .add("feed-forward", feedForward(layer.feedForward()))
                .add("norm", norm(layer))
                .add("vocabulary", Amounts.of(config.vocabularySize(), "token"));
        if (config.maxPositions() < Long.MAX_VALUE) {
            facts.add("positions", Amounts.count(config.maxPositions()));
        }
        facts.add("segments", Amounts.count(stack.embedding().segmentTypes()))
                .add(
                        "dropout",
                        config.dropout() + ", attention " + layer.attention().dropout());
    }

    private static String layers(Stacks stacks) {
        return stacks instanceof Stacks.EncoderDecoder both
                ? both.encoder().order().size() + " in the encoder, "
                        + both.decoder().order().size() + " in the decoder"
                : Amounts.count(stacks.last().order().size());
    }

    private static String attention(Attention attention) {
        if (!(attention instanceof MultiHead heads)) {
            return attention.toString();
        }
        String shared = heads.kvHeads() == heads.heads()
                ? ""
                : ", " + Amounts.of(heads.kvHeads(), "head") + " of keys and values";
        return Amounts.of(heads.heads(), "head") + " of " + heads.headDim() + shared;
    }

    private static String feedForward(FeedForward feedForward) {
        if (feedForward instanceof Plain plain) {
            return Amounts.count(plain.intermediateSize()) + ", " + name(plain.activation());
        }
        return feedForward instanceof Gated gated
                ? Amounts.count(gated.intermediateSize()) + ", gated " + name(gated.activation())
                : feedForward.toString();
    }

    private static String name(Activation activation) {
        return activation.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String head(Head head) {
        if (head instanceof SequenceClassification classification) {
            return words(head) + problem(classification.problem()) + ", " + labels(classification.labels());
        }
        if (head instanceof TokenClassification classification) {
            return words(head) + ", " + labels(classification.labels());
        }
        if (head instanceof Features features) {
            return features.pooled() ? "none: hidden states and pooler" : "none: hidden states";
        }
        return words(head);
    }

    /** {@code CausalLanguageModel} as "causal language model". */
    private static String words(Head head) {
        return head.getClass()
                .getSimpleName()
                .replaceAll("(?<=.)([A-Z])", " $1")
                .toLowerCase(Locale.ROOT);
    }

    private static String problem(ProblemType problem) {
        return switch (problem) {
            case SINGLE_LABEL -> "";
            case MULTI_LABEL -> ", several labels a text";
            case REGRESSION -> ", regression";
        };
    }

    private static String labels(List<String> labels) {
        String shown = String.join(", ", labels.subList(0, Math.min(LONGEST_LIST, labels.size())));
        return Amounts.of(labels.size(), "label") + ": " + shown + (labels.size() > LONGEST_LIST ? ", ..." : "");
    }

    private static String norm(LayerConfig layer) {
        if (!(layer.layout() instanceof LayerLayout.Sequential sequential)) {
            return kind(layer.norm()) + " before both sublayers, side by side";
        }
        return kind(layer.norm())
                + switch (sequential.feedForward()) {
                    case NONE -> " around no sublayer";
                    case POST -> " after each sublayer";
                    case PRE -> " before each sublayer";
                    case SANDWICH -> " before and after each sublayer";
                };
    }

    private static String kind(Norm norm) {
        if (norm instanceof LayerNorm layer) {
            return "layer norm (epsilon " + layer.epsilon() + ")";
        }
        return norm instanceof RmsNorm rms ? "RMS norm (epsilon " + rms.epsilon() + ")" : norm.toString();
    }
}
