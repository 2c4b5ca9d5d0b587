package dev.jformers.generation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads which rules the settings ask for.
 *
 * @param values the settings
 */
record RuleSettings(SettingValues values) {

    List<LogitsRule> rules(GenerationConfig.Lengths lengths) {
        List<LogitsRule> rules = new ArrayList<>();
        double repetition = values.number("repetition_penalty", 1);
        if (!(repetition > 0)) {
            throw values.problem("repetition_penalty", "is " + repetition + " but must be above 0; 1 changes nothing");
        }
        if (repetition != 1) {
            rules.add(new LogitsRule.RepetitionPenalty(repetition));
        }
        if (values.number("presence_penalty", 0) != 0 || values.number("frequency_penalty", 0) != 0) {
            rules.add(new LogitsRule.GeneratedPenalty(
                    values.number("presence_penalty", 0), values.number("frequency_penalty", 0)));
        }
        if (values.whole("no_repeat_ngram_size", 0, 0) > 0) {
            rules.add(new LogitsRule.NoRepeatNgram(values.whole("no_repeat_ngram_size", 0, 0)));
        }
        if (values.has("bad_words_ids")) {
            rules.add(new LogitsRule.BadWords(words()));
        }
        if (values.has("forced_bos_token_id")) {
            rules.add(new LogitsRule.ForcedFirst(values.whole("forced_bos_token_id", 0, 0)));
        }
        if (values.has("forced_eos_token_id")) {
            rules.add(new LogitsRule.ForcedLast(lastIds(), lengths));
        }
        return rules;
    }

    private Set<Integer> lastIds() {
        Set<Integer> ids = values.ids("forced_eos_token_id");
        if (ids.isEmpty()) {
            throw values.problem("forced_eos_token_id", "is [] but must be a token id, or some");
        }
        return ids;
    }

    /** As in Hugging Face, a token that ends texts is no bad word by itself: texts would go on for ever. */
    private List<List<Integer>> words() {
        List<List<Integer>> words = new ArrayList<>();
        if (values.json().get("bad_words_ids") instanceof JsonArray list) {
            for (JsonElement word : list) {
                words.add(word instanceof JsonArray ? values.ids("bad_words_ids", word) : List.of());
            }
        }
        if (words.isEmpty() || words.stream().anyMatch(List::isEmpty)) {
            throw values.problem(
                    "bad_words_ids",
                    "is " + values.json().get("bad_words_ids") + " but must be a list of lists of token ids");
        }
        Set<Integer> ends = values.ids("eos_token_id");
        return words.stream()
                .filter(word -> word.size() > 1 || !ends.containsAll(word))
                .toList();
    }
}
