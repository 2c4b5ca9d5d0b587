package dev.jformers.family.bart;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ClassifierJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.CausalLanguageModel.OutputBias;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
import dev.jformers.head.Readout;
import dev.jformers.head.SequenceClassification;
import dev.jformers.layer.Activation;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Plain;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.AbsolutePosition;
import dev.jformers.position.Counting;
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;
import dev.jformers.position.Sinusoidal;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and a decoder with absolute positions, layer norm and biases everywhere, by the keys that this branch of families
 * shares.
 *
 * @param position of the tokens, in both stacks
 * @param placement where the norms of a layer stand
 * @param embeddingNorm whether embeddings are normalised
 * @param finalNorm whether a norm ends each stack
 */
record BartLike(AbsolutePosition position, NormPlacement placement, boolean embeddingNorm, boolean finalNorm) {

    /** {@code eos_token_id} where a config has none. */
    static final int EOS = 2;

    private static final int POSITION_OFFSET = 2;
    private static final long MOST_SINUSOIDS = 100_000_000;
    private static final Norm NORM = new LayerNorm(1e-5);

    /** With learned positions, of which the first two rows stand for no position, and normalised embeddings. */
    static BartLike learned(ConfigJson config, NormPlacement placement, boolean finalNorm) {
        long positions = config.size("max_position_embeddings");
        Learned learned = new Learned(positions + POSITION_OFFSET, POSITION_OFFSET, Counting.ALL, -1);
        return new BartLike(learned, placement, true, finalNorm);
    }

    /** Sines in the first half of a vector of positions and cosines in the second. */
    static Sinusoidal sinusoidal(ConfigJson config) {
        long positions = config.size("max_position_embeddings");
        long most = MOST_SINUSOIDS / config.size("d_model");
        if (positions > most) {
            throw config.problem("max_position_embeddings is " + positions + " but must be at most " + most
                    + ": the vectors of all positions are computed beforehand.");
        }
        return new Sinusoidal(positions, Sinusoidal.Layout.HALVES);
    }

    /**
     * @param absentPadding {@code pad_token_id} where the config has none
     * @param target what the decoder reads
     */
    TransformerConfig transformer(ConfigJson config, int absentPadding, DecoderInput target) {
        config.passOver("is_decoder");
        return new TransformerConfig(
                config.size("vocab_size"),
                config.padding(absentPadding),
                config.size("d_model"),
                new Stacks.EncoderDecoder(
                        stack(config, "encoder", false),
                        stack(config, "decoder", true),
                        target.vocabulary(),
                        target.ofLabels(),
                        target.ofInput()),
                dropout(config));
    }

    /**
     * @param name what Hugging Face's class names begin with
     * @param absentLabels number of a classifier's labels where the config does not say
     */
    static List<Architecture> architectures(String name, int absentLabels) {
        return List.of(
                Architecture.bare(name + "Model"),
                new Architecture(
                        name + "ForConditionalGeneration", CausalLanguageModel.class, (config, names) -> tied(config)),
                new Architecture(
                        name + "ForSequenceClassification",
                        SequenceClassification.class,
                        (config, names) -> classification(config, absentLabels)),
                ClassifierJson.spans(name + "ForQuestionAnswering", config -> Pooler.plain(Pooling.EACH, 0)));
    }

    /** Predicts tokens by the table that both stacks share, with a bias that is not trained. */
    static CausalLanguageModel tied(ConfigJson config) {
        if (!config.flag("tie_word_embeddings", true)) {
            throw config.problem(
                    "tie_word_embeddings is false but must be true: encoder, decoder and output share a table.");
        }
        return new CausalLanguageModel(true, OutputBias.FIXED, 1, 0);
    }

    /** One class a text, read at its last {@code eos_token_id}. */
    private static SequenceClassification classification(ConfigJson config, int absentLabels) {
        double dropout = config.rate("classifier_dropout", 0);
        int eos = config.token("eos_token_id", EOS);
        if (eos < 0) {
            throw config.problem("eos_token_id is null but must be a token: a text is classified by its last one.");
        }
        Pooler pooler = new Pooler(
                new Pooling.Token(new Readout.LastOf(eos)), dropout, Pooler.Mapping.AFFINE, Activation.TANH, dropout);
        return ClassifierJson.read(config, ClassifierJson.labels(config, absentLabels), pooler);
    }

    private static double dropout(ConfigJson config) {
        return config.rate("dropout", 0.1);
    }

    private StackConfig stack(ConfigJson config, String name, boolean decodes) {
        config.requireOnly(name + "_layerdrop", 0);
        double scale = config.flag("scale_embedding", false) ? Math.sqrt(config.size("d_model")) : 1;
        EmbeddingConfig embedding =
                new EmbeddingConfig(scale, position, 0, embeddingNorm ? NORM : null, dropout(config));
        List<LayerConfig> layers = Collections.nCopies(config.parts(name + "_layers"), layer(config, name, decodes));
        return StackConfig.of(embedding, layers, finalNorm ? NORM : null);
    }

    private LayerConfig layer(ConfigJson config, String name, boolean decodes) {
        Pattern pattern = decodes ? new Pattern.Causal() : new Pattern.Full();
        @Nullable MultiHead cross = decodes ? attention(config, name, new Pattern.Full()) : null;
        return new LayerConfig(
                attention(config, name, pattern),
                cross,
                new Plain(
                        config.size(name + "_ffn_dim"),
                        config.activation("activation_function", "gelu"),
                        config.rate("activation_dropout", 0),
                        true),
                NORM,
                new LayerLayout.Sequential(placement),
                dropout(config));
    }

    private static MultiHead attention(ConfigJson config, String name, Pattern pattern) {
        String heads = name + "_attention_heads";
        int headDim = config.quotient("d_model", heads);
        double dropout = config.rate("attention_dropout", 0);
        return MultiHead.of(config.size(heads), headDim, pattern, new NoRelativePosition(), dropout);
    }

    static double standardDeviation(ConfigJson config) {
        return config.number("init_std", 0.02);
    }
}
