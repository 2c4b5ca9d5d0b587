package dev.jformers.generation;

import dev.jformers.InvalidInputException;
import dev.jformers.generation.constraint.Constraint;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Changes what a model says of the next token, before one is chosen. */
public sealed interface LogitsRule {

    /**
     * @param scores logits or logarithms of probabilities of all tokens, by id; are changed
     */
    void apply(float[] scores, Written row);

    /** Makes all tokens but these impossible. */
    private static void force(float[] scores, Collection<Integer> ids) {
        Arrays.fill(scores, Float.NEGATIVE_INFINITY);
        ids.forEach(id -> scores[id] = 0);
    }

    private static void requireKnown(String setting, Collection<Integer> ids, float[] scores) {
        for (int id : ids) {
            if (id >= scores.length) {
                throw new InvalidInputException(
                        setting + " has " + id + " but the model has " + scores.length + " tokens, from 0.");
            }
        }
    }

    private static Set<Integer> distinct(int[] tokens, int from) {
        Set<Integer> ids = new HashSet<>();
        for (int i = from; i < tokens.length; i++) {
            ids.add(tokens[i]);
        }
        return ids;
    }

    /**
     * Tokens that stand in the row already are less likely (Keskar et al. 2019, section 4.1).
     *
     * @param penalty above 0; 1 changes nothing
     */
    record RepetitionPenalty(double penalty) implements LogitsRule {

        @Override
        public void apply(float[] scores, Written row) {
            for (int id : distinct(row.tokens(), 0)) {
                scores[id] = (float) (scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty);
            }
        }
    }

    /**
     * Tokens that were generated already are less likely.
     *
     * @param presence taken from each that was
     * @param frequency taken from each as often as it was
     */
    record GeneratedPenalty(double presence, double frequency) implements LogitsRule {

        @Override
        public void apply(float[] scores, Written row) {
            int[] answer = row.answer();
            distinct(answer, 0).forEach(id -> scores[id] -= (float) presence);
            for (int id : answer) {
                scores[id] -= (float) frequency;
            }
        }
    }

    /**
     * No run of so many tokens stands in the row twice (Paulus et al. 2018, section 2.5).
     *
     * @param size at least 1
     */
    record NoRepeatNgram(int size) implements LogitsRule {

        @Override
        public void apply(float[] scores, Written row) {
            int[] tokens = row.tokens();
            int last = tokens.length - size + 1;
            for (int start = 0; start < last; start++) {
                if (Arrays.equals(tokens, start, start + size - 1, tokens, last, tokens.length)) {
                    scores[tokens[start + size - 1]] = Float.NEGATIVE_INFINITY;
                }
            }
        }
    }

    /**
     * Some words are never written.
     *
     * @param words tokens of each, at least one
     */
    record BadWords(List<List<Integer>> words) implements LogitsRule {

        public BadWords {
            words = words.stream().map(List::copyOf).toList();
        }

        @Override
        public void apply(float[] scores, Written row) {
            for (List<Integer> word : words) {
                requireKnown("bad_words_ids", word, scores);
                int before = word.size() - 1;
                if (before <= row.tokens().length && endsWith(row.tokens(), word.subList(0, before))) {
                    scores[word.get(before)] = Float.NEGATIVE_INFINITY;
                }
            }
        }

        private static boolean endsWith(int[] tokens, List<Integer> end) {
            for (int i = 0; i < end.size(); i++) {
                if (tokens[tokens.length - end.size() + i] != end.get(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * The row does not end too early.
     *
     * @param length the least tokens of the row, prompt and padding counted
     * @param generated the least tokens behind the prompt
     * @param endIds the tokens that end a row; one that the model does not know ends none
     */
    record MinimumLength(int length, int generated, Set<Integer> endIds) implements LogitsRule {

        public MinimumLength {
            endIds = Set.copyOf(endIds);
        }

        @Override
        public void apply(float[] scores, Written row) {
            if (row.length() < length || row.generated() < generated) {
                endIds.stream().filter(id -> id < scores.length).forEach(id -> scores[id] = Float.NEGATIVE_INFINITY);
            }
        }
    }

    /**
     * The second token of a row, behind the one that opens it, is given.
     *
     * @param id the token
     */
    record ForcedFirst(int id) implements LogitsRule {

        @Override
        public void apply(float[] scores, Written row) {
            requireKnown("forced_bos_token_id", List.of(id), scores);
            if (row.length() == 1) {
                force(scores, List.of(id));
            }
        }
    }

    /**
     * The last token that there is room for is given.
     *
     * @param ids the token, or a few of which one is chosen
     * @param lengths how many there is room for
     */
    record ForcedLast(Set<Integer> ids, GenerationConfig.Lengths lengths) implements LogitsRule {

        public ForcedLast {
            ids = Set.copyOf(ids);
        }

        @Override
        public void apply(float[] scores, Written row) {
            requireKnown("forced_eos_token_id", ids, scores);
            if (row.length() == lengths.limit(row.promptLength()) - 1) {
                force(scores, ids);
            }
        }
    }

    /**
     * Only tokens that a function allows are written, as Hugging Face's {@code prefix_allowed_tokens_fn} has it.
     *
     * @param allowed the ids that may follow the tokens of a row, prompt without padding counted; those that end a text are no exception
     */
    record AllowedTokens(Function<int[], ? extends Collection<Integer>> allowed) implements LogitsRule {

        @Override
        public void apply(float[] scores, Written row) {
            float[] before = scores.clone();
            Arrays.fill(scores, Float.NEGATIVE_INFINITY);
            for (int id : allowed.apply(row.tokens().clone())) {
                if (id < 0 || id >= scores.length) {
                    throw new InvalidInputException("the function of allowed tokens allows " + id
                            + " but the model has " + scores.length + " tokens, from 0.");
                }
                scores[id] = before[id];
            }
        }
    }

    /**
     * What is generated matches a constraint.
     *
     * @param endIds the tokens that end a text
     */
    record Constrained(Constraint constraint, Set<Integer> endIds) implements LogitsRule {

        public Constrained {
            endIds = Set.copyOf(endIds);
        }

        @Override
        public void apply(float[] scores, Written row) {
            constraint.restrict(scores, row.answer(), endIds);
        }
    }
}
