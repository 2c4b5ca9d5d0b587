package dev.jformers.generation;

import dev.jformers.generation.constraint.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How texts are generated. Immutable; {@code with...} methods make changed copies.
 *
 * @param search how the next token is chosen
 * @param lengths how long texts are
 * @param rules what besides changes the scores of tokens, in this order
 * @param endIds the tokens that end a text; may be empty
 * @param paddingId fills the end of texts that ended before others
 * @param seed of all that is drawn
 */
public record GenerationConfig(
        Search search, Lengths lengths, List<LogitsRule> rules, Set<Integer> endIds, int paddingId, long seed) {

    public GenerationConfig {
        rules = List.copyOf(rules);
        endIds = Set.copyOf(endIds);
    }

    /**
     * How long texts are; the narrower of two limits holds.
     *
     * @param maxLength the most tokens, prompt and padding counted
     * @param maxNewTokens the most behind the prompt
     * @param minLength the least, prompt and padding counted
     * @param minNewTokens the least behind the prompt
     * @param tooLong what becomes of a text that needs more positions than the model knows
     */
    public record Lengths(int maxLength, int maxNewTokens, int minLength, int minNewTokens, TooLong tooLong) {

        /** Within what the model knows. */
        public Lengths(int maxLength, int maxNewTokens, int minLength, int minNewTokens) {
            this(maxLength, maxNewTokens, minLength, minNewTokens, TooLong.ERROR);
        }

        /** As long as the model writes, up to so many tokens. */
        public static Lengths ofNewTokens(int most) {
            return new Lengths(Integer.MAX_VALUE, most, 0, 0);
        }

        /** The most tokens of a text, its prompt counted. */
        public int limit(int promptLength) {
            return (int) Math.min(maxLength, (long) promptLength + maxNewTokens);
        }
    }

    public GenerationConfig withSearch(Search other) {
        return new GenerationConfig(other, lengths, rules, endIds, paddingId, seed);
    }

    public GenerationConfig withLengths(Lengths other) {
        return new GenerationConfig(search, other, rules, endIds, paddingId, seed);
    }

    /** With texts of no more tokens than this, their prompts counted. */
    public GenerationConfig within(long most) {
        int length = (int) Math.min(lengths.maxLength(), most);
        return withLengths(new Lengths(
                length, lengths.maxNewTokens(), lengths.minLength(), lengths.minNewTokens(), lengths.tooLong()));
    }

    /** With this choice of what becomes of texts that need more positions than the model knows. */
    public GenerationConfig withTooLong(TooLong choice) {
        return withLengths(new Lengths(
                lengths.maxLength(), lengths.maxNewTokens(), lengths.minLength(), lengths.minNewTokens(), choice));
    }

    /** With one more rule, behind the others. */
    public GenerationConfig withRule(LogitsRule rule) {
        List<LogitsRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new GenerationConfig(search, lengths, more, endIds, paddingId, seed);
    }

    /**
     * With texts that match a constraint, written by the tokens that end texts now. It comes before the other rules, so that what they
     * force holds. A text that reaches its most tokens stops in the middle, see {@link Constraint#isMatchedBy}.
     */
    public GenerationConfig withConstraint(Constraint constraint) {
        List<LogitsRule> more = new ArrayList<>(rules);
        more.add(0, new LogitsRule.Constrained(constraint, endIds));
        return new GenerationConfig(search, lengths, more, endIds, paddingId, seed);
    }

    /** With these tokens that end a text. */
    public GenerationConfig withEndIds(Set<Integer> others) {
        return new GenerationConfig(search, lengths, rules, others, paddingId, seed);
    }

    public GenerationConfig withSeed(long other) {
        return new GenerationConfig(search, lengths, rules, endIds, paddingId, other);
    }

    /** Changes the scores of the next token by all rules, and by the lengths. */
    void apply(float[] scores, Written row) {
        if (lengths.minLength() > 0 || lengths.minNewTokens() > 0) {
            new LogitsRule.MinimumLength(lengths.minLength(), lengths.minNewTokens(), endIds).apply(scores, row);
        }
        rules.forEach(rule -> rule.apply(scores, row));
    }

    /** Whether a row has all the tokens that it may have. */
    boolean isFull(Written row) {
        return row.length() >= lengths.limit(row.promptLength());
    }

    boolean isEnd(int token) {
        return endIds.contains(token);
    }
}
