package dev.jformers.family;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys of a config that mean nothing. Which ones do mean something is found out by reading: the family reads the config, and then the
 * config with each choice in it made otherwise, and all keys that it asks for are known.
 */
public final class UnknownKeys {

    /** What any config of Hugging Face may have, and no model computes by. */
    private static final Set<String> OF_ALL_FAMILIES = Set.of(
            "_attn_implementation",
            "_name_or_path",
            "architectures",
            "attn_implementation",
            "auto_map",
            "bos_token_id",
            "chunk_size_feed_forward",
            "decoder_start_token_id",
            "dtype",
            "eos_token_id",
            "finetuning_task",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "gradient_checkpointing",
            "id2label",
            "is_encoder_decoder",
            "label2id",
            "model_type",
            "output_attentions",
            "output_hidden_states",
            "pad_token_id",
            "problem_type",
            "return_dict",
            "sep_token_id",
            "task_specific_params",
            "tie_word_embeddings",
            "tokenizer_class",
            "torch_dtype",
            "transformers_version",
            "use_cache");

    private UnknownKeys() {}

    /**
     * @param ours keys that others than the family read
     * @return what is wrong with each key that nobody reads; reads on from the key, which is dotted where it is in an inner object
     */
    public static Map<String, String> in(JsonObject config, Family family, Set<String> ours) {
        KeysRead known = known(config, family);
        Map<String, String> unknown = new LinkedHashMap<>();
        Set<String> all = new HashSet<>(known.names());
        all.addAll(OF_ALL_FAMILIES);
        all.addAll(ours);
        add(config, all, "of " + family.modelType(), "", unknown);
        known.inner().forEach((key, inner) -> {
            if (config.get(key) instanceof JsonObject object) {
                add(object, inner.names(), "of " + key, key + ".", unknown);
            }
        });
        return unknown;
    }

    private static void add(
            JsonObject object, Set<String> known, String whose, String prefix, Map<String, String> unknown) {
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                unknown.put(
                        prefix + key,
                        "is no key " + whose + " that jformers reads" + NearMiss.hintOr(key, known, "; take it out"));
            }
        }
    }

    private static KeysRead known(JsonObject config, Family family) {
        KeysRead known = read(config, family);
        Map<String, List<? extends JsonElement>> choices = known.choices();
        choices.forEach((key, values) -> values.forEach(value -> {
            if (!value.equals(config.get(key))) {
                JsonObject other = config.deepCopy();
                other.add(key, value);
                known.addAll(read(other, family));
            }
        }));
        return known;
    }

    private static KeysRead read(JsonObject config, Family family) {
        ConfigJson reader = new ConfigJson("config", config);
        attempt(() -> family.transformer(reader));
        attempt(() -> family.tensorNames(reader));
        attempt(() -> family.standardDeviation(reader, ""));
        attempt(() -> family.cutoff(reader));
        for (Architecture architecture : family.architectures()) {
            attempt(() -> architecture.head(reader, Set.of()));
        }
        return reader.keys();
    }

    /** What is wrong with values is said elsewhere. */
    private static void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInputException e) {
            // the keys up to here were read
        }
    }
}
