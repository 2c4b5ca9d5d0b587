package dev.jformers.family.bert;

import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.TensorNames;
import dev.jformers.head.Pooler;
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
import dev.jformers.position.Learned;
import dev.jformers.position.NoRelativePosition;
import dev.jformers.position.RelativePosition;
import java.util.Collections;
import java.util.List;

/**
 * An encoder with BERT's layers and most of its keys in config.json.
 *
 * @param embeddingSize size of a token's vector in the table of embeddings
 * @param paddingId token whose vector is never trained; -1 for none
 * @param position vectors of positions
 * @param segmentTypes number of segment types; 0 for none
 * @param relative how the order of tokens enters into the scores
 */
record BertLike(
        int embeddingSize, int paddingId, AbsolutePosition position, int segmentTypes, RelativePosition relative) {

    /** With learned positions from 0 and segments. */
    static BertLike of(ConfigJson config, int embeddingSize) {
        return new BertLike(
                embeddingSize,
                config.padding(0),
                new Learned(config.size("max_position_embeddings")),
                config.count("type_vocab_size", 2),
                new NoRelativePosition());
    }

    TransformerConfig transformer(ConfigJson config) {
        requireEncoder(config);
        double dropout = config.rate("hidden_dropout_prob", 0.1);
        LayerConfig layer = layer(config, relative);
        EmbeddingConfig embedding = new EmbeddingConfig(1, position, segmentTypes, norm(config), dropout);
        List<LayerConfig> layers = Collections.nCopies(config.parts("num_hidden_layers"), layer);
        return new TransformerConfig(
                config.size("vocab_size"),
                paddingId,
                embeddingSize,
                config.size("hidden_size"),
                new Stacks.EncoderOnly(StackConfig.of(embedding, layers, null)),
                dropout);
    }

    /** What a config could ask for besides. */
    static void requireEncoder(ConfigJson config) {
        String positions = config.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            throw config.problem("position_embedding_type is \"" + positions + "\" but must be \"absolute\".");
        }
        for (String key : List.of("is_decoder", "add_cross_attention")) {
            if (config.flag(key, false)) {
                throw config.problem(key + " is true but must be false: the model is read as an encoder.");
            }
        }
    }

    private static LayerConfig layer(ConfigJson config, RelativePosition relative) {
        MultiHead attention = attention(config, relative, config.rate("attention_probs_dropout_prob", 0.1));
        Plain feedForward =
                new Plain(config.size("intermediate_size"), config.activation("hidden_act", "gelu"), 0, true);
        return layer(attention, feedForward, norm(config), config.rate("hidden_dropout_prob", 0.1));
    }

    static LayerConfig layer(MultiHead attention, Plain feedForward, Norm norm, double dropout) {
        return new LayerConfig(attention, feedForward, norm, new LayerLayout.Sequential(NormPlacement.POST), dropout);
    }

    static MultiHead attention(ConfigJson config, RelativePosition relative, double dropout) {
        int headDim = config.quotient("hidden_size", "num_attention_heads");
        return MultiHead.of(config.size("num_attention_heads"), headDim, new Pattern.Full(), relative, dropout);
    }

    static Norm norm(ConfigJson config) {
        return new LayerNorm(config.number("layer_norm_eps", 1e-12));
    }

    static double hiddenDropout(ConfigJson config) {
        return config.rate("hidden_dropout_prob", 0.1);
    }

    static double classifierDropout(ConfigJson config) {
        return config.rate("classifier_dropout", hiddenDropout(config));
    }

    /** BERT's pooler, for models that have it behind their layers. */
    static Pooler pooler(ConfigJson config) {
        return Pooler.tanh(classifierDropout(config));
    }

    /**
     * BERT's names of what is not the head.
     *
     * @param prefix see {@link TensorNames#withPrefix}
     */
    static TensorNames.Builder names(String prefix) {
        return embeddingNames(prefix)
                .map(layer("attention\\.output\\."), "encoder.layer.$1.attention.output.dense.")
                .map(layer("attention\\."), "encoder.layer.$1.attention.self.")
                .map(layer("attentionNorm\\.following\\."), "encoder.layer.$1.attention.output.LayerNorm.")
                .map(layer("feedForward\\.up\\."), "encoder.layer.$1.intermediate.dense.")
                .map(layer("feedForward\\.down\\."), "encoder.layer.$1.output.dense.")
                .map(layer("feedForwardNorm\\.following\\."), "encoder.layer.$1.output.LayerNorm.");
    }

    /** BERT's names of embeddings, and of linear maps to spans. */
    static TensorNames.Builder embeddingNames(String prefix) {
        return TensorNames.withPrefix(prefix)
                .map("transformer\\.word\\.", "embeddings.word_embeddings.")
                .map("transformer\\.encoder\\.embeddings\\.position\\.", "embeddings.position_embeddings.")
                .map("transformer\\.encoder\\.embeddings\\.segment\\.", "embeddings.token_type_embeddings.")
                .map("transformer\\.encoder\\.embeddings\\.norm\\.", "embeddings.LayerNorm.")
                .head("head\\.span\\.", "qa_outputs.")
                .renamed("LayerNorm.gamma", "LayerNorm.weight")
                .renamed("LayerNorm.beta", "LayerNorm.bias")
                .dispensable("(pooler|classifier|qa_outputs)\\..*", "embeddings\\.position_ids");
    }

    /** The pattern of a part of a layer, whose number is its first group. */
    static String layer(String path) {
        return TensorNames.ENCODER_LAYER + path;
    }
}
