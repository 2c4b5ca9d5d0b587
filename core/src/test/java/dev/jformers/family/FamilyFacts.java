package dev.jformers.family;

import dev.jformers.ModelDescription;
import dev.jformers.attention.Attention;
import dev.jformers.attention.Disentangled;
import dev.jformers.attention.MultiHead;
import dev.jformers.layer.Activation;
import dev.jformers.layer.FeedForward;
import dev.jformers.layer.Gated;
import dev.jformers.layer.MixtureOfExperts;
import dev.jformers.layer.Plain;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.NoRelativePosition;
import dev.jformers.position.RelativePosition;
import dev.jformers.position.Rotary;
import dev.jformers.position.RotaryScaling;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What models of a family consist of, collected from their configurations. An option is called what its record is called. */
final class FamilyFacts {

    enum Column {
        SHAPE("shape"),
        ATTENTION("attention"),
        PATTERN("sees"),
        POSITION("positions"),
        SCALING("scaling of rotary positions"),
        NORM("norms"),
        FEED_FORWARD("feed-forward"),
        ACTIVATION("activations"),
        EMBEDDING("embeddings");

        private final String title;

        Column(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Map<Column, Set<String>> found = new EnumMap<>(Column.class);
    private final Set<String> scalings = new TreeSet<>();
    private final Set<Activation> activations = EnumSet.noneOf(Activation.class);

    void add(ModelDescription model) {
        TransformerConfig transformer = model.transformer();
        Stacks stacks = transformer.stacks();
        note(Column.SHAPE, words(stacks));
        add(stacks.first());
        add(stacks.last());
        if (transformer.embeddingSize() != transformer.hiddenSize()) {
            note(Column.EMBEDDING, "factorised");
        }
        if (stacks.lastVocabulary(transformer.vocabularySize()) != transformer.vocabularySize()) {
            note(Column.EMBEDDING, "the decoder's own");
        }
    }

    private void add(StackConfig stack) {
        EmbeddingConfig embedding = stack.embedding();
        noteIf(embedding.scale() != 1, Column.EMBEDDING, "scaled");
        noteIf(embedding.segmentTypes() > 0, Column.EMBEDDING, "segments");
        noteIf(embedding.norm() != null, Column.EMBEDDING, "normalised");
        noteIf(embedding.targetVector(), Column.EMBEDDING, "vector of targets");
        if (embedding.position() != null) {
            note(Column.POSITION, words(embedding.position()));
        }
        noteIf(stack.order().size() > stack.layers().size(), Column.SHAPE, "shared layers");
        noteIf(stack.finalNorm() != null, Column.NORM, "at the end");
        stack.layers().forEach(this::add);
    }

    private void add(LayerConfig layer) {
        add(layer.attention());
        add(layer.feedForward());
        note(Column.NORM, words(layer.norm()));
        add(layer.layout());
    }

    private void add(LayerLayout layout) {
        if (layout instanceof LayerLayout.Sequential sequential) {
            note(Column.NORM, sequential.feedForward().name().toLowerCase(Locale.ROOT));
        } else if (layout instanceof LayerLayout.Convolutional convolutional) {
            note(Column.SHAPE, "convolution");
            add(convolutional.inner());
        } else {
            note(Column.SHAPE, words(layout));
        }
    }

    private void add(Attention attention) {
        note(Column.PATTERN, words(attention.pattern()));
        add(attention.position());
        if (attention instanceof MultiHead heads) {
            boolean shared = heads.kvHeads() < heads.heads();
            note(Column.ATTENTION, shared ? heads.kvHeads() == 1 ? "multi query" : "grouped query" : "multi head");
            noteIf(heads.queryKeyNorm() != null, Column.ATTENTION, "query and key norm");
            noteIf(heads.softCap() > 0, Column.ATTENTION, "soft cap");
        } else {
            note(Column.ATTENTION, words(attention));
        }
        noteIf(
                attention instanceof Disentangled disentangled
                        && disentangled.terms().sharedMaps(),
                Column.ATTENTION,
                "maps shared with positions");
    }

    private void add(RelativePosition position) {
        if (position instanceof Rotary rotary) {
            note(Column.POSITION, "rotary");
            scalings.add(rotary.scaling() instanceof RotaryScaling.None ? "none" : words(rotary.scaling()));
        } else if (!(position instanceof NoRelativePosition)) {
            note(Column.POSITION, words(position));
        }
    }

    private void add(FeedForward feedForward) {
        note(Column.FEED_FORWARD, words(feedForward));
        if (feedForward instanceof Plain plain) {
            activations.add(plain.activation());
        } else if (feedForward instanceof Gated gated) {
            activations.add(gated.activation());
        } else if (feedForward instanceof MixtureOfExperts experts) {
            activations.add(experts.activation());
            noteIf(experts.router().groups() > 1, Column.FEED_FORWARD, "groups of experts");
            noteIf(experts.shared() != null, Column.FEED_FORWARD, "shared expert");
        }
    }

    private void noteIf(boolean so, Column column, String fact) {
        if (so) {
            note(column, fact);
        }
    }

    private void note(Column column, String fact) {
        found.computeIfAbsent(column, key -> new TreeSet<>()).add(fact);
    }

    /** What stands in a cell. */
    String cell(Column column) {
        if (column == Column.SCALING) {
            return String.join(", ", scalings);
        }
        if (column != Column.ACTIVATION) {
            return String.join(", ", found.getOrDefault(column, Set.of()));
        }
        return activations.size() == Activation.values().length
                ? "all"
                : String.join(
                        ", ",
                        activations.stream().map(FamilyFacts::words).sorted().toList());
    }

    /** The name of an option, as words: {@code CausalWindow} is a causal window. */
    static String words(Object option) {
        return option instanceof Enum<?> constant
                ? constant.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                : words(option.getClass());
    }

    static String words(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }
}
