package dev.jformers.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jformers.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules on six tokens; {@code GenerationAgreementTest} compares their effect with the reference. */
class LogitsRuleTest {

    private static final Written ROW = new Written(new int[] {1, 2, 3, 1, 2}, 7, 4);

    @Test
    void repetitionMakesScoresSmallerOnBothSidesOfZero() {
        float[] scores = {1, 2, -2, 4, 5, 6};
        new LogitsRule.RepetitionPenalty(2).apply(scores, ROW);
        assertArrayEquals(new float[] {1, 1, -4, 2, 5, 6}, scores);
    }

    @Test
    void presenceCountsOnceAndFrequencyEachTimeWhatWasGenerated() {
        float[] scores = {0, 0, 0, 0, 0, 0};
        new LogitsRule.GeneratedPenalty(1, 0.25).apply(scores, new Written(new int[] {5, 4, 4, 3}, 4, 1));
        assertArrayEquals(new float[] {0, 0, 0, -1.25f, -1.5f, 0}, scores);
    }

    @Test
    void aRunOfTokensIsNotWrittenTwice() {
        assertEquals(List.of(3), forbidden(new LogitsRule.NoRepeatNgram(3), ROW));
        assertEquals(List.of(1, 2, 3), forbidden(new LogitsRule.NoRepeatNgram(1), ROW));
        assertEquals(List.of(), forbidden(new LogitsRule.NoRepeatNgram(7), ROW));
    }

    @Test
    void theLastTokenOfABadWordIsForbiddenBehindTheOthers() {
        LogitsRule words = new LogitsRule.BadWords(List.of(List.of(5), List.of(1, 2, 4), List.of(2, 1, 3)));
        assertEquals(List.of(4, 5), forbidden(words, ROW));
        assertEquals(List.of(5), forbidden(words, new Written(new int[0], 0, 0)));
    }

    @Test
    void aRowDoesNotEndBeforeItsLeastLength() {
        assertEquals(List.of(0, 5), forbidden(new LogitsRule.MinimumLength(8, 0, Set.of(0, 5)), ROW));
        assertEquals(List.of(0), forbidden(new LogitsRule.MinimumLength(0, 4, Set.of(0)), ROW));
        assertEquals(List.of(), forbidden(new LogitsRule.MinimumLength(7, 3, Set.of(0)), ROW));
    }

    @Test
    void firstAndLastTokensAreForced() {
        LogitsRule last = new LogitsRule.ForcedLast(Set.of(4), new GenerationConfig.Lengths(8, 100, 0, 0));
        assertEquals(List.of(0, 1, 2, 3, 5), forbidden(last, ROW));
        LogitsRule lastOfSome = new LogitsRule.ForcedLast(Set.of(4, 1), new GenerationConfig.Lengths(8, 100, 0, 0));
        assertEquals(List.of(0, 2, 3, 5), forbidden(lastOfSome, ROW));
        LogitsRule lastOfNew = new LogitsRule.ForcedLast(Set.of(4), GenerationConfig.Lengths.ofNewTokens(5));
        assertEquals(List.of(), forbidden(lastOfNew, ROW));
        assertEquals(List.of(), forbidden(new LogitsRule.ForcedFirst(2), ROW));
        assertEquals(
                List.of(0, 1, 3, 4, 5), forbidden(new LogitsRule.ForcedFirst(2), new Written(new int[] {3}, 1, 1)));
    }

    @Test
    void tokensThatTheModelDoesNotKnowAreNamedBeforeATextIsWritten() {
        Map.of(
                        "forced_bos_token_id",
                        new LogitsRule.ForcedFirst(6),
                        "forced_eos_token_id",
                        new LogitsRule.ForcedLast(Set.of(6), GenerationConfig.Lengths.ofNewTokens(50)),
                        "bad_words_ids",
                        new LogitsRule.BadWords(List.of(List.of(5, 6))))
                .forEach((setting, rule) -> {
                    InvalidInputException refused =
                            assertThrows(InvalidInputException.class, () -> forbidden(rule, ROW));
                    assertEquals(setting + " has 6 but the model has 6 tokens, from 0.", refused.getMessage());
                });
        assertEquals(List.of(0), forbidden(new LogitsRule.MinimumLength(0, 4, Set.of(0, 6)), ROW));
    }

    private static List<Integer> forbidden(LogitsRule rule, Written row) {
        float[] scores = {1, 2, 3, 4, 5, 6};
        rule.apply(scores, row);
        return IntStream.range(0, scores.length)
                .filter(id -> scores[id] == Float.NEGATIVE_INFINITY)
                .boxed()
                .toList();
    }
}
