package dev.jformers.family.xlnet;

import dev.jformers.attention.Pattern;
import dev.jformers.attention.RelativeMultiHead;
import dev.jformers.family.Architecture;
import dev.jformers.family.ClassifierJson;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
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
import dev.jformers.position.SinusoidalDistances;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * XLNet (Yang et al. 2019): tokens predicted in any order by an encoder with the relative positions of Transformer-XL. The
 * memory of earlier segments is not kept.
 */
public final class Xlnet implements Family {

    private static final String TOKENS = "XLNetForTokenClassification";

    private static final Map<String, Pattern> PATTERNS = Map.of("bi", new Pattern.FullAndItself());
    private static final Map<String, Pooling> POOLINGS =
            Map.of("last", Pooling.LAST, "cls_index", Pooling.LAST, "first", Pooling.FIRST);

    @Override
    public String modelType() {
        return "xlnet";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        config.passOver("mem_len", "reuse_len", "use_mems_eval", "use_mems_train", "start_n_top", "end_n_top");
        int hidden = config.size("d_model");
        double dropout = config.rate("dropout", 0.1);
        refuse(config, "bi_data");
        refuse(config, "same_length");
        EmbeddingConfig embedding =
                new EmbeddingConfig(1, null, 0, null, dropout, EmbeddingConfig.Bridge.AFTER_SUM, true);
        List<LayerConfig> layers = Collections.nCopies(config.parts("n_layer"), layer(config, hidden, dropout));
        return new TransformerConfig(
                config.size("vocab_size"),
                -1,
                hidden,
                hidden,
                new Stacks.EncoderOnly(StackConfig.of(embedding, layers, null)),
                dropout);
    }

    private static void refuse(ConfigJson config, String key) {
        if (config.flag(key, false)) {
            throw config.problem(key + " is true but must be false: it concerns pretraining with memory.");
        }
    }

    private static LayerConfig layer(ConfigJson config, int hidden, double dropout) {
        return new LayerConfig(
                attention(config, hidden, dropout),
                new Plain(config.size("d_inner"), config.activation("ff_activation", "gelu"), dropout, true),
                norm(config),
                new LayerLayout.Sequential(NormPlacement.POST),
                dropout);
    }

    private static RelativeMultiHead attention(ConfigJson config, int hidden, double dropout) {
        int heads = config.size("n_head");
        int share = config.quotient("d_model", "n_head");
        config.requireMultiple("d_model", hidden, "the halves of a vector of distances", 2);
        int headDim = config.size("d_head", share);
        if (headDim != share) {
            throw config.problem("d_head is " + headDim + " but must be d_model / n_head (" + share + ").");
        }
        return new RelativeMultiHead(
                heads,
                headDim,
                config.choice("attn_type", "bi", PATTERNS),
                new SinusoidalDistances(hidden, Math.max(0, config.integer("clamp_len", -1))),
                dropout,
                dropout);
    }

    private static Norm norm(ConfigJson config) {
        return new LayerNorm(config.number("layer_norm_eps", 1e-12));
    }

    @Override
    public List<Architecture> architectures() {
        return List.of(
                Architecture.bare("XLNetModel"),
                new Architecture(
                        "XLNetLMHeadModel",
                        CausalLanguageModel.class,
                        (config, names) ->
                                new CausalLanguageModel(config.flag("tie_word_embeddings", true), true, 1, 0)),
                ClassifierJson.architecture("XLNetForSequenceClassification", Xlnet::pooler),
                ClassifierJson.tokens(TOKENS, config -> Pooler.plain(Pooling.EACH, 0)),
                ClassifierJson.spans("XLNetForQuestionAnsweringSimple", config -> Pooler.plain(Pooling.EACH, 0)),
                ClassifierJson.choice("XLNetForMultipleChoice", Xlnet::pooler));
    }

    private static Pooler pooler(ConfigJson config) {
        if (!config.flag("summary_use_proj", true)) {
            throw config.problem("summary_use_proj is false but must be true.");
        }
        refuse(config, "summary_proj_to_labels");
        return new Pooler(
                config.choice("summary_type", "last", POOLINGS),
                config.rate("summary_first_dropout", 0),
                Pooler.Mapping.AFFINE,
                config.activation("summary_activation", "tanh"),
                config.rate("summary_last_dropout", 0.1));
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        long heads = config.size("n_head");
        return TensorNames.withPrefix("transformer.")
                .map("transformer\\.word\\.", "word_embedding.")
                .map("transformer\\.encoder\\.embeddings\\.target", "mask_emb")
                .heads(layer("attention\\.query\\.weight"), "layer.$1.rel_attn.q", true, heads)
                .heads(layer("attention\\.key\\.weight"), "layer.$1.rel_attn.k", true, heads)
                .heads(layer("attention\\.value\\.weight"), "layer.$1.rel_attn.v", true, heads)
                .heads(layer("attention\\.distance\\.weight"), "layer.$1.rel_attn.r", true, heads)
                .heads(layer("attention\\.output\\.weight"), "layer.$1.rel_attn.o", false, heads)
                .map(layer("attention\\.tokenBias"), "layer.$1.rel_attn.r_w_bias")
                .map(layer("attention\\.distanceBias"), "layer.$1.rel_attn.r_r_bias")
                .map(layer("attention\\.segmentBias"), "layer.$1.rel_attn.r_s_bias")
                .map(layer("attention\\.segment"), "layer.$1.rel_attn.seg_embed")
                .map(layer("attentionNorm\\.following\\."), "layer.$1.rel_attn.layer_norm.")
                .map(layer("feedForward\\.up\\."), "layer.$1.ff.layer_1.")
                .map(layer("feedForward\\.down\\."), "layer.$1.ff.layer_2.")
                .map(layer("feedForwardNorm\\.following\\."), "layer.$1.ff.layer_norm.")
                .head("head\\.pooler\\.dense\\.", "sequence_summary.summary.")
                .head("head\\.classifier\\.", labelsTokens(config) ? "classifier." : "logits_proj.")
                .head("head\\.span\\.", "qa_outputs.")
                .head("head\\.(weight|bias)", "lm_loss.$1")
                .dispensable("(lm_loss|sequence_summary|logits_proj|classifier|qa_outputs)\\..*")
                .build();
    }

    private static boolean labelsTokens(ConfigJson config) {
        return config.first("architectures", "").equals(TOKENS);
    }

    private static String layer(String path) {
        return TensorNames.ENCODER_LAYER + path;
    }
}
