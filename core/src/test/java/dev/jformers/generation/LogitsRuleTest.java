package dev.jformers.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
        LogitsRule last = new LogitsRule.ForcedLast(4, new GenerationConfig.Lengths(8, 100, 0, 0));
        assertEquals(List.of(0, 1, 2, 3, 5), forbidden(last, ROW));
        LogitsRule lastOfNew = new LogitsRule.ForcedLast(4, GenerationConfig.Lengths.ofNewTokens(5));
        assertEquals(List.of(), forbidden(lastOfNew, ROW));
        assertEquals(List.of(), forbidden(new LogitsRule.ForcedFirst(2), ROW));
        assertEquals(
                List.of(0, 1, 3, 4, 5), forbidden(new LogitsRule.ForcedFirst(2), new Written(new int[] {3}, 1, 1)));
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
