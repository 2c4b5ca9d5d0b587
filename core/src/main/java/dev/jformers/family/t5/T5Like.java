package dev.jformers.family.t5;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.Architecture;
import dev.jformers.family.ClassifierJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
import dev.jformers.head.Readout;
import dev.jformers.layer.Activation;
import dev.jformers.layer.FeedForward;
import dev.jformers.layer.Gated;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Plain;
import dev.jformers.layer.RmsNorm;
import dev.jformers.model.EmbeddingConfig;
import dev.jformers.model.LayerConfig;
import dev.jformers.model.LayerLayout;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.StackConfig;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.NoRelativePosition;
import dev.jformers.position.RelativeBias;
import dev.jformers.position.RelativePosition;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and a decoder, or the encoder alone, with relative positions, normalised before each sublayer by RMS, without
 * biases. Queries are not scaled.
 *
 * @param name what Hugging Face's class names begin with
 * @param projection {@code feed_forward_proj} where the config has none
 * @param start {@code decoder_start_token_id} where the config has none; -1 for none
 */
record T5Like(String name, String projection, int start) {

    private static final String PROJECTION = "feed_forward_proj";
    private static final String BUCKETS = "relative_attention_num_buckets";
    private static final String DISTANCE = "relative_attention_max_distance";
    static final String OUTPUT = "lm_head";
    private static final String PREFIX = "transformer.";
    private static final String CLASSIFIER_DROPOUT = "classifier_dropout";

    private static final String ENCODER_MODEL = "EncoderModel";
    private static final String TEXTS = "ForSequenceClassification";
    private static final String TOKENS = "ForTokenClassification";
    private static final String SPANS = "ForQuestionAnswering";

    /** What {@code feed_forward_proj} means: an activation, and whether a gate. */
    private static final Map<String, Activation> GATED =
            Map.of("gated-gelu", Activation.GELU_TANH, "gated-relu", Activation.RELU, "gated-silu", Activation.SILU);

    private static final Map<String, Activation> PLAIN = Map.of(
            "relu",
            Activation.RELU,
            "gelu",
            Activation.GELU,
            "gelu_new",
            Activation.GELU_TANH,
            "silu",
            Activation.SILU);

    TransformerConfig transformer(ConfigJson config) {
        config.passOver("classifier_dropout", "is_decoder", "dense_act_fn", "is_gated_act", "num_decoder_layers");
        int hidden = config.size("d_model");
        return new TransformerConfig(
                config.size("vocab_size"), -1, hidden, hidden, stacks(config), config.rate("dropout_rate", 0.1));
    }

    private Stacks stacks(ConfigJson config) {
        int layers = config.parts("num_layers");
        StackConfig encoder = stack(config, layers, encoderLayer(config));
        if (isEncoder(config)) {
            return new Stacks.EncoderOnly(encoder);
        }
        int decoderLayers = config.parts("num_decoder_layers", layers);
        StackConfig decoder = stack(config, decoderLayers, decoderLayer(config));
        return new Stacks.EncoderDecoder(
                encoder, decoder, 0, shift(config), isOneOf(config, TEXTS, SPANS) ? shift(config) : null);
    }

    private boolean isEncoder(ConfigJson config) {
        return isOneOf(config, ENCODER_MODEL, TOKENS);
    }

    private boolean isOneOf(ConfigJson config, String... classes) {
        String architecture = config.first("architectures", "");
        return Stream.of(classes).anyMatch(end -> architecture.equals(name + end));
    }

    private static StackConfig stack(ConfigJson config, int count, LayerConfig layer) {
        EmbeddingConfig embedding = new EmbeddingConfig(1, config.rate("dropout_rate", 0.1));
        return StackConfig.of(
                embedding, Collections.nCopies(count, layer), norm(config), config.rate("dropout_rate", 0.1));
    }

    private @Nullable ShiftRight shift(ConfigJson config) {
        int first = config.token("decoder_start_token_id", start);
        int padding = config.padding(0);
        return first < 0 || padding < 0 ? null : new ShiftRight.FromStart(first, padding);
    }

    private LayerConfig encoderLayer(ConfigJson config) {
        return layer(config, attention(config, new Pattern.Full(), bias(config, true)), null);
    }

    private LayerConfig decoderLayer(ConfigJson config) {
        return layer(
                config,
                attention(config, new Pattern.Causal(), bias(config, false)),
                attention(config, new Pattern.Full(), new NoRelativePosition()));
    }

    private LayerConfig layer(ConfigJson config, MultiHead attention, @Nullable MultiHead cross) {
        return new LayerConfig(
                attention,
                cross,
                feedForward(config),
                norm(config),
                new LayerLayout.Sequential(NormPlacement.PRE),
                config.rate("dropout_rate", 0.1));
    }

    private static RelativePosition bias(ConfigJson config, boolean bidirectional) {
        int buckets = config.size(BUCKETS, 32);
        int distance = config.count(DISTANCE, 128);
        int exact = bidirectional ? buckets / 4 : buckets / 2;
        if (exact < 1 || distance <= exact) {
            throw config.problem(BUCKETS + " is " + buckets + " and " + DISTANCE + " is " + distance
                    + " but there must be at least 4 buckets, and a distance of more than " + Math.max(1, exact)
                    + ", for so many distances have buckets of their own.");
        }
        return new RelativeBias(buckets, distance, bidirectional, 1);
    }

    private static MultiHead attention(ConfigJson config, Pattern pattern, RelativePosition position) {
        int heads = config.size("num_heads");
        return MultiHead.of(heads, config.size("d_kv"), pattern, position, config.rate("dropout_rate", 0.1))
                .withBiases(false, false)
                .withScale(1);
    }

    private FeedForward feedForward(ConfigJson config) {
        int size = config.size("d_ff");
        double dropout = config.rate("dropout_rate", 0.1);
        return isGated(config)
                ? new Gated(size, config.choice(PROJECTION, projection, GATED), dropout, false)
                : new Plain(size, config.choice(PROJECTION, projection, PLAIN), dropout, false);
    }

    private boolean isGated(ConfigJson config) {
        return config.text(PROJECTION, projection).startsWith("gated-");
    }

    private static Norm norm(ConfigJson config) {
        return new RmsNorm(config.number("layer_norm_epsilon", 1e-6));
    }

    /** @param head predicts tokens */
    List<Architecture> architectures(Architecture.Reader head) {
        return List.of(
                Architecture.bare(name + "Model"),
                Architecture.bare(name + ENCODER_MODEL),
                new Architecture(name + "ForConditionalGeneration", CausalLanguageModel.class, head),
                ClassifierJson.architecture(name + TEXTS, T5Like::lastEnd),
                ClassifierJson.tokens(
                        name + TOKENS, config -> Pooler.plain(Pooling.EACH, config.rate(CLASSIFIER_DROPOUT, 0))),
                ClassifierJson.spans(name + SPANS, config -> Pooler.plain(Pooling.EACH, 0)));
    }

    /** A text is classified where its last {@code eos_token_id} stands, by a decoder that reads the text one place later. */
    private static Pooler lastEnd(ConfigJson config) {
        double dropout = config.rate(CLASSIFIER_DROPOUT, 0);
        int eos = config.token("eos_token_id", 1);
        if (eos < 0) {
            throw config.problem("eos_token_id is null but must be a token: a text is classified by its last one.");
        }
        return new Pooler(
                new Pooling.Token(new Readout.LastOf(eos)), dropout, Pooler.Mapping.AFFINE, Activation.TANH, dropout);
    }

    TensorNames tensorNames(ConfigJson config) {
        TensorNames.Builder names = TensorNames.withPrefix(isOneOf(config, TEXTS, TOKENS) ? PREFIX : "")
                .map("transformer\\.word\\.", "shared.")
                .head("head\\.pooler\\.dense\\.", "classification_head.dense.")
                .head("head\\.classifier\\.", isEncoder(config) ? "classifier." : "classification_head.out_proj.")
                .head("head\\.span\\.", "qa_outputs.")
                .head("head\\.", OUTPUT + ".")
                .renamed(PREFIX, "")
                .dispensable(
                        "(encoder|decoder)\\.embed_tokens\\.weight",
                        OUTPUT + "\\.weight",
                        "(classification_head|classifier|qa_outputs)\\..*",
                        "decoder\\.block\\.0\\.layer\\.1\\.EncDecAttention\\.relative_attention_bias\\.weight");
        if (isEncoder(config)) {
            names.dispensable("decoder\\..*");
        }
        addStack(names, "encoder", 1, isGated(config));
        addStack(names, "decoder", 2, isGated(config));
        return names.build();
    }

    /** @param feedForward place of the feed-forward network among a layer's parts */
    private static void addStack(TensorNames.Builder names, String stack, int feedForward, boolean gated) {
        String layer = "transformer\\." + stack + "\\.layer(\\d+)\\.";
        String block = stack + ".block.$1.layer.";
        addAttention(names, layer + "attention", block + "0.", "SelfAttention.");
        addAttention(names, layer + "crossAttention", block + "1.", "EncDecAttention.");
        String network = block + feedForward + ".DenseReluDense.";
        names.map(
                        "transformer\\." + stack + "\\.position0\\.",
                        stack + ".block.0.layer.0.SelfAttention.relative_attention_bias.")
                .map("transformer\\." + stack + "\\.finalNorm\\.", stack + ".final_layer_norm.")
                .map(layer + "feedForward\\.gate\\.", network + "wi_0.")
                .map(layer + "feedForward\\.up\\.", network + (gated ? "wi_1." : "wi."))
                .map(layer + "feedForward\\.down\\.", network + "wo.")
                .map(layer + "feedForwardNorm\\.opening\\.", block + feedForward + ".layer_norm.");
    }

    private static void addAttention(TensorNames.Builder names, String path, String part, String attention) {
        names.map(path + "\\.query\\.", part + attention + "q.")
                .map(path + "\\.key\\.", part + attention + "k.")
                .map(path + "\\.value\\.", part + attention + "v.")
                .map(path + "\\.output\\.", part + attention + "o.")
                .map(path + "Norm\\.opening\\.", part + "layer_norm.");
    }

    /** As Mesh TensorFlow starts them: by the size of what a weight sums over. */
    static double standardDeviation(ConfigJson config, String path) {
        double factor = config.number("initializer_factor", 1);
        double hidden = config.size("d_model");
        double heads = (double) config.size("num_heads") * config.size("d_kv");
        if (path.endsWith("ttention.query.weight")) {
            return factor / Math.sqrt(hidden * config.size("d_kv"));
        }
        if (path.endsWith("ttention.output.weight")) {
            return factor / Math.sqrt(heads);
        }
        if (path.endsWith("feedForward.down.weight")) {
            return factor / Math.sqrt(config.size("d_ff"));
        }
        return path.endsWith("word.weight") || path.startsWith("head.") ? factor : factor / Math.sqrt(hidden);
    }
}
