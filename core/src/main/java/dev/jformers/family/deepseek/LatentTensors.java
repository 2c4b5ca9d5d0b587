package dev.jformers.family.deepseek;

import dev.jformers.attention.MultiHeadLatent;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.StoredTensor.Slice;
import dev.jformers.family.TensorNames;
import java.util.List;

/** Sizes and names of latent attention: its files keep in one tensor what belongs to content and what to positions. */
final class LatentTensors {

    private static final String PLACE = "layers.$1.self_attn.";

    private LatentTensors() {}

    static MultiHeadLatent.Sizes sizes(ConfigJson config) {
        return new MultiHeadLatent.Sizes(
                config.size("qk_nope_head_dim", 128),
                config.size("qk_rope_head_dim", 64),
                config.size("v_head_dim", 128));
    }

    /** 0 where queries have no small vector, which the file says by null. */
    static int queryRank(ConfigJson config) {
        return config.numberOrOff("q_lora_rank", 1536) == 0 ? 0 : config.size("q_lora_rank", 1536);
    }

    static int keyValueRank(ConfigJson config) {
        return config.size("kv_lora_rank", 512);
    }

    /** @param path of the attention, as a regular expression whose group 1 is the layer */
    static void addTo(TensorNames.Builder names, ConfigJson config, String path) {
        MultiHeadLatent.Sizes sizes = sizes(config);
        int heads = config.size("num_attention_heads");
        long content = sizes.content();
        long position = sizes.position();
        String query = PLACE + (queryRank(config) == 0 ? "q_proj." : "q_b_proj.");
        String small = PLACE + "kv_a_proj_with_mqa.";
        String large = PLACE + "kv_b_proj.";
        names.map(path + "queryDown\\.", PLACE + "q_a_proj.")
                .map(path + "queryNorm\\.", PLACE + "q_a_layernorm.")
                .fused(
                        path,
                        List.of("queryContent", "queryPosition"),
                        query,
                        false,
                        Slice.byHead(heads, content, position))
                .fused(path, List.of("down", "keyPosition"), small, false, Slice.of(keyValueRank(config), position))
                .map(path + "downNorm\\.", PLACE + "kv_a_layernorm.")
                .fused(path, List.of("keyContent", "value"), large, false, Slice.byHead(heads, content, sizes.value()))
                .map(path + "output\\.", PLACE + "o_proj.");
    }
}
