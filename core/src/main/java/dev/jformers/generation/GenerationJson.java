package dev.jformers.generation;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import java.util.Set;

/**
 * Reads settings by Hugging Face's names, as {@code generation_config.json} has them. A key that is absent or null means what it means
 * there; one that is not known is an error, for it would change the texts that somebody expects.
 */
public final class GenerationJson {

    /** What a text has at most where nothing says how much. */
    private static final int DEFAULT_LENGTH = 20;

    private static final Set<String> KNOWN = Set.of(
            "bad_words_ids",
            "diversity_penalty",
            "do_sample",
            "early_stopping",
            "eos_token_id",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "frequency_penalty",
            "length_penalty",
            "max_length",
            "max_new_tokens",
            "min_length",
            "min_new_tokens",
            "min_p",
            "no_repeat_ngram_size",
            "num_beam_groups",
            "num_beams",
            "num_return_sequences",
            "pad_token_id",
            "penalty_alpha",
            "presence_penalty",
            "repetition_penalty",
            "seed",
            "temperature",
            "top_k",
            "top_p",
            "typical_p");

    /** Keys of the file that say nothing about which tokens are chosen, or that the model's config says too. */
    private static final Set<String> SILENT = Set.of(
            "_from_model_config",
            "bos_token_id",
            "decoder_start_token_id",
            "output_attentions",
            "output_hidden_states",
            "output_scores",
            "return_dict_in_generate",
            "transformers_version",
            "use_cache");

    private final SettingValues values;

    private GenerationJson(SettingValues values) {
        this.values = values;
    }

    /**
     * @param source what messages call the settings
     * @param json the settings; {@code max_new_tokens} goes before {@code max_length}, which counts the prompt, and
     *     {@code min_new_tokens} before {@code min_length}
     * @throws InvalidInputException if a key is unknown or its value is impossible
     */
    public static GenerationConfig of(String source, JsonObject json) {
        GenerationJson reader = new GenerationJson(new SettingValues(source, json));
        reader.requireKnown();
        return reader.config();
    }

    private void requireKnown() {
        for (String key : values.json().keySet()) {
            if (!KNOWN.contains(key) && !SILENT.contains(key) && values.has(key)) {
                throw new InvalidInputException(values.source() + ": " + key + " is not a known setting"
                        + NearMiss.hintOr(key, KNOWN, "; known are " + sorted() + "."));
            }
        }
    }

    private static String sorted() {
        return String.join(", ", KNOWN.stream().sorted().toList());
    }

    private GenerationConfig config() {
        Set<Integer> ends = values.ids("eos_token_id");
        int padding = values.whole(
                "pad_token_id", ends.isEmpty() ? 0 : ends.iterator().next(), 0);
        GenerationConfig.Lengths lengths = lengths();
        return new GenerationConfig(
                SearchSettings.read(values),
                lengths,
                new RuleSettings(values).rules(lengths),
                ends,
                padding,
                values.whole("seed", 0, 0));
    }

    private GenerationConfig.Lengths lengths() {
        boolean counted = values.has("max_new_tokens");
        boolean leastCounted = values.has("min_new_tokens");
        return new GenerationConfig.Lengths(
                counted ? Integer.MAX_VALUE : values.whole("max_length", DEFAULT_LENGTH, 1),
                counted ? values.whole("max_new_tokens", 0, 1) : Integer.MAX_VALUE,
                leastCounted ? 0 : values.whole("min_length", 0, 0),
                values.whole("min_new_tokens", 0, 0));
    }
}
