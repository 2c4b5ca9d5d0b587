package dev.jformers.family.bert;

import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.family.TensorNames;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.RelativeBias;
import java.util.List;

/** MPNet (Song et al. 2020): RoBERTa without segments, and with a relative bias that all layers share. */
public final class Mpnet implements Family {

    /** The padding token, whatever the config says. */
    private static final int PADDING = 1;

    private static final String BUCKETS = "relative_attention_num_buckets";
    private static final int BUCKET_COUNT = 32;
    private static final int MAX_DISTANCE = 128;

    @Override
    public String modelType() {
        return "mpnet";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int buckets = config.size(BUCKETS, BUCKET_COUNT);
        if (buckets != BUCKET_COUNT) {
            throw config.problem(BUCKETS + " is " + buckets + " but must be " + BUCKET_COUNT + ".");
        }
        if (config.size("vocab_size") <= PADDING) {
            throw config.problem("vocab_size is 1 but must be at least 2: token 1 is padding.");
        }
        return new BertLike(
                        config.size("hidden_size"),
                        PADDING,
                        RobertaLike.positions(config, PADDING),
                        0,
                        new RelativeBias(buckets, MAX_DISTANCE, true, 1))
                .transformer(config);
    }

    @Override
    public List<Architecture> architectures() {
        return new RobertaHeads(BertLike::hiddenDropout).architectures("MPNet");
    }

    @Override
    public TensorNames tensorNames(ConfigJson config) {
        String layer = "encoder.layer.$1.";
        TensorNames.Builder names = BertLike.embeddingNames("mpnet.")
                .map("transformer\\.encoder\\.position0\\.", "encoder.relative_attention_bias.")
                .map(BertLike.layer("attention\\.query\\."), layer + "attention.attn.q.")
                .map(BertLike.layer("attention\\.key\\."), layer + "attention.attn.k.")
                .map(BertLike.layer("attention\\.value\\."), layer + "attention.attn.v.")
                .map(BertLike.layer("attention\\.output\\."), layer + "attention.attn.o.")
                .map(BertLike.layer("attentionNorm\\.following\\."), layer + "attention.LayerNorm.")
                .map(BertLike.layer("feedForward\\.up\\."), layer + "intermediate.dense.")
                .map(BertLike.layer("feedForward\\.down\\."), layer + "output.dense.")
                .map(BertLike.layer("feedForwardNorm\\.following\\."), layer + "output.LayerNorm.");
        return RobertaLike.heads(config, names);
    }
}
