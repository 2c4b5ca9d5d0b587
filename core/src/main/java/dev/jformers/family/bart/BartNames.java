package dev.jformers.family.bart;

import dev.jformers.family.TensorNames;

/** How this branch of families names its tensors. */
final class BartNames {

    private BartNames() {}

    /** Both stacks read one table. */
    static TensorNames shared() {
        return common().map("transformer\\.word\\.", "shared.")
                .dispensable("(encoder|decoder)\\.embed_tokens\\.weight", "lm_head\\.weight")
                .build();
    }

    /** Each stack has a table of its own. */
    static TensorNames separate() {
        return common().map("transformer\\.word\\.", "encoder.embed_tokens.")
                .map("transformer\\.decoderWord\\.", "decoder.embed_tokens.")
                .dispensable("lm_head\\.weight")
                .build();
    }

    private static TensorNames.Builder common() {
        String stack = "transformer\\.(encoder|decoder)\\.";
        String layer = stack + "layer(\\d+)\\.";
        String stored = "$1.layers.$2.";
        TensorNames.Builder names = TensorNames.withPrefix("model.");
        addAttention(names, layer + "attention\\.", stored + "self_attn.");
        addAttention(names, layer + "crossAttention\\.", stored + "encoder_attn.");
        return names.map(stack + "embeddings\\.position\\.", "$1.embed_positions.")
                .map(stack + "embeddings\\.norm\\.", "$1.layernorm_embedding.")
                .map(stack + "finalNorm\\.", "$1.layer_norm.")
                .map(layer + "attentionNorm\\.\\w+\\.", stored + "self_attn_layer_norm.")
                .map(layer + "crossAttentionNorm\\.\\w+\\.", stored + "encoder_attn_layer_norm.")
                .map(layer + "feedForward\\.up\\.", stored + "fc1.")
                .map(layer + "feedForward\\.down\\.", stored + "fc2.")
                .map(layer + "feedForwardNorm\\.\\w+\\.", stored + "final_layer_norm.")
                .head("head\\.span\\.", "qa_outputs.")
                .head("head\\.bias", "final_logits_bias")
                .head("head\\.weight", "lm_head.weight")
                .head("head\\.pooler\\.dense\\.", "classification_head.dense.")
                .head("head\\.classifier\\.", "classification_head.out_proj.")
                .dispensable(
                        "(encoder|decoder)\\.embed_positions\\.weight",
                        "(encoder|decoder)\\.version",
                        "final_logits_bias",
                        "(classification_head|qa_outputs)\\..*");
    }

    private static void addAttention(TensorNames.Builder names, String path, String stored) {
        names.map(path + "query\\.", stored + "q_proj.")
                .map(path + "key\\.", stored + "k_proj.")
                .map(path + "value\\.", stored + "v_proj.")
                .map(path + "output\\.", stored + "out_proj.");
    }
}
