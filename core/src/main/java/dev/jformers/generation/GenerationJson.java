package dev.jformers.generation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
            "num_beams",
            "num_return_sequences",
            "pad_token_id",
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

    private final String source;
    private final JsonObject json;

    private GenerationJson(String source, JsonObject json) {
        this.source = source;
        this.json = json;
    }

    /**
     * @param source what messages call the settings
     * @param json the settings; {@code max_new_tokens} goes before {@code max_length}, which counts the prompt
     * @throws InvalidInputException if a key is unknown or its value is impossible
     */
    public static GenerationConfig of(String source, JsonObject json) {
        GenerationJson reader = new GenerationJson(source, json);
        reader.requireKnown();
        return reader.config();
    }

    private void requireKnown() {
        for (String key : json.keySet()) {
            if (!KNOWN.contains(key) && !SILENT.contains(key) && !json.get(key).isJsonNull()) {
                throw new InvalidInputException(source + ": " + key + " is not a known setting"
                        + NearMiss.hintOr(key, KNOWN, "; known are " + sorted() + "."));
            }
        }
    }

    private static String sorted() {
        return String.join(", ", KNOWN.stream().sorted().toList());
    }

    private GenerationConfig config() {
        Set<Integer> ends = ids("eos_token_id");
        int padding = whole("pad_token_id", ends.isEmpty() ? 0 : ends.iterator().next(), 0);
        GenerationConfig.Lengths lengths = lengths();
        return new GenerationConfig(search(), lengths, rules(lengths), ends, padding, whole("seed", 0, 0));
    }

    private GenerationConfig.Lengths lengths() {
        boolean counted = has("max_new_tokens");
        return new GenerationConfig.Lengths(
                counted ? Integer.MAX_VALUE : whole("max_length", DEFAULT_LENGTH, 1),
                counted ? whole("max_new_tokens", 0, 1) : Integer.MAX_VALUE,
                whole("min_length", 0, 0),
                whole("min_new_tokens", 0, 0));
    }

    private Search search() {
        int beams = whole("num_beams", 1, 1);
        int returned = whole("num_return_sequences", 1, 1);
        boolean samples = flag("do_sample");
        if (samples && beams > 1) {
            throw problem(
                    "do_sample", "is true but num_beams is " + beams + ": beams are not sampled; set num_beams to 1");
        }
        if (samples) {
            return new Search.Sampling(filters(), returned);
        }
        if (beams == 1 && returned > 1) {
            throw problem(
                    "num_return_sequences",
                    "is " + returned + " but greedy search finds one text; set do_sample, or num_beams to as many");
        }
        if (returned > beams) {
            throw problem("num_return_sequences", "is " + returned + " but must be at most num_beams (" + beams + ")");
        }
        return beams == 1
                ? new Search.Greedy()
                : new Search.Beams(beams, number("length_penalty", 1), earlyStopping(), returned);
    }

    private Filters filters() {
        double temperature = number("temperature", 1);
        if (!(temperature > 0)) {
            throw problem(
                    "temperature",
                    "is " + temperature + " but must be above 0; for the most probable token set do_sample to false");
        }
        return new Filters(
                temperature, whole("top_k", 50, 0), share("top_p", 1), share("min_p", 0), share("typical_p", 1));
    }

    private Search.EarlyStopping earlyStopping() {
        JsonElement value = json.get("early_stopping");
        if (value instanceof JsonPrimitive text
                && text.isString()
                && text.getAsString().equals("never")) {
            return Search.EarlyStopping.NEVER;
        }
        return flag("early_stopping") ? Search.EarlyStopping.WHEN_FULL : Search.EarlyStopping.HEURISTIC;
    }

    private List<LogitsRule> rules(GenerationConfig.Lengths lengths) {
        List<LogitsRule> rules = new ArrayList<>();
        double repetition = number("repetition_penalty", 1);
        if (!(repetition > 0)) {
            throw problem("repetition_penalty", "is " + repetition + " but must be above 0; 1 changes nothing");
        }
        if (repetition != 1) {
            rules.add(new LogitsRule.RepetitionPenalty(repetition));
        }
        if (number("presence_penalty", 0) != 0 || number("frequency_penalty", 0) != 0) {
            rules.add(new LogitsRule.GeneratedPenalty(number("presence_penalty", 0), number("frequency_penalty", 0)));
        }
        if (whole("no_repeat_ngram_size", 0, 0) > 0) {
            rules.add(new LogitsRule.NoRepeatNgram(whole("no_repeat_ngram_size", 0, 0)));
        }
        if (has("bad_words_ids")) {
            rules.add(new LogitsRule.BadWords(words()));
        }
        if (has("forced_bos_token_id")) {
            rules.add(new LogitsRule.ForcedFirst(whole("forced_bos_token_id", 0, 0)));
        }
        if (has("forced_eos_token_id")) {
            rules.add(new LogitsRule.ForcedLast(
                    ids("forced_eos_token_id").iterator().next(), lengths));
        }
        return rules;
    }

    private List<List<Integer>> words() {
        List<List<Integer>> words = new ArrayList<>();
        if (json.get("bad_words_ids") instanceof JsonArray list) {
            for (JsonElement word : list) {
                words.add(word instanceof JsonArray ? ids("bad_words_ids", word) : List.of());
            }
        }
        if (words.isEmpty() || words.stream().anyMatch(List::isEmpty)) {
            throw problem(
                    "bad_words_ids", "is " + json.get("bad_words_ids") + " but must be a list of lists of token ids");
        }
        return words;
    }

    private boolean has(String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }

    private Set<Integer> ids(String key) {
        return has(key) ? new LinkedHashSet<>(ids(key, json.get(key))) : Set.of();
    }

    private List<Integer> ids(String key, JsonElement value) {
        List<Integer> ids = new ArrayList<>();
        List<JsonElement> elements = value instanceof JsonArray list ? list.asList() : List.of(value);
        for (JsonElement element : elements) {
            ids.add(whole(key, element, 0));
        }
        return ids;
    }

    private int whole(String key, int absent, int least) {
        return has(key) ? whole(key, json.get(key), least) : absent;
    }

    private int whole(String key, JsonElement value, int least) {
        try {
            int number = new BigDecimal(value.getAsString()).intValueExact();
            if (number >= least) {
                return number;
            }
        } catch (ArithmeticException
                | IllegalStateException
                | NumberFormatException
                | UnsupportedOperationException e) {
            throw problem(key, "is " + value + " but must be a whole number of at least " + least);
        }
        throw problem(key, "is " + value + " but must be at least " + least);
    }

    private double number(String key, double absent) {
        if (!has(key)) {
            return absent;
        }
        JsonElement value = json.get(key);
        if (value instanceof JsonPrimitive number && number.getAsString().length() < 40) {
            try {
                double read = Double.parseDouble(number.getAsString());
                if (Double.isFinite(read)) {
                    return read;
                }
            } catch (NumberFormatException e) {
                throw problem(key, "is " + value + " but must be a number");
            }
        }
        throw problem(key, "is " + value + " but must be a finite number");
    }

    private double share(String key, double absent) {
        double share = number(key, absent);
        if (share < 0 || share > 1) {
            throw problem(key, "is " + share + " but must be from 0 to 1");
        }
        return share;
    }

    private boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        if (json.get(key) instanceof JsonPrimitive truth
                && List.of("true", "false").contains(truth.getAsString())) {
            return truth.getAsString().equals("true");
        }
        throw problem(key, "is " + json.get(key) + " but must be true or false");
    }

    private InvalidInputException problem(String key, String what) {
        return new InvalidInputException(source + ": " + key + " " + what + ".");
    }
}
