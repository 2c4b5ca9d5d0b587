package dev.jformers.generation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How often texts are drawn whose tokens were guessed, against how probable they are without. */
class SpeculativeDecodingTest {

    private static final int VOCABULARY = 4;
    private static final int LENGTH = 3;
    private static final int DRAWS = 15_000;
    private static final int[] PROMPT = {0, 1, 2, 0, 1};
    private static final Bigrams MODEL = Bigrams.random(VOCABULARY, 1);
    private static final Bigrams SMALL = Bigrams.random(VOCABULARY, 2);

    static Stream<Arguments> cases() {
        List<Filters> filters = List.of(Filters.NONE, new Filters(0.7, 3, 0.9, 0, 1));
        List<Function<Bigrams, Drafter>> drafters = List.of(
                reader -> new DraftModel(SMALL.anew(), 2, 100),
                reader -> new DraftModel(MODEL.anew(), 2, 100),
                reader -> new PromptLookup(new int[0], 2, 2),
                FurtherHeads::new);
        return filters.stream().flatMap(one -> drafters.stream().map(drafter -> Arguments.of(one, drafter)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void guessesLeaveTheProbabilityOfTextsAsItIs(Filters filters, Function<Bigrams, Drafter> drafters)
            throws InterruptedException {
        GenerationConfig config = config(new Search.Sampling(filters, 1), LENGTH);
        int[] counts = new int[VOCABULARY * VOCABULARY * VOCABULARY];
        Acceptance acceptance = Acceptance.NONE;
        for (int draw = 0; draw < DRAWS; draw++) {
            Bigrams reader = MODEL.anew();
            Generated text = generate(reader, config.withSeed(draw), drafters.apply(reader));
            counts[index(text.tokens())]++;
            acceptance = acceptance.plus(text.acceptance());
        }
        assertTrue(acceptance.accepted() > 0, acceptance::toString);
        assertFits(counts, filters, config);
    }

    /** Chi-square: mean k, variance 2 k; five standard deviations. */
    private static void assertFits(int[] counts, Filters filters, GenerationConfig config) {
        double chiSquare = 0;
        int categories = 0;
        double rareExpected = 0;
        double rareCounted = 0;
        for (int index = 0; index < counts.length; index++) {
            double expected = DRAWS * probability(tokens(index), filters, config);
            if (expected < 5) {
                rareExpected += expected;
                rareCounted += counts[index];
            } else {
                chiSquare += (counts[index] - expected) * (counts[index] - expected) / expected;
                categories++;
            }
        }
        assertTrue(
                Math.abs(rareCounted - rareExpected) <= 5 * Math.sqrt(rareExpected) + 1e-9,
                rareCounted + " rare texts");
        assertTrue(categories > 8, "" + categories);
        assertTrue(chiSquare < categories + 5 * Math.sqrt(2.0 * categories), chiSquare + " of " + categories);
    }

    /** How probable a text is, token by token, with the rules. */
    private static double probability(int[] tokens, Filters filters, GenerationConfig config) {
        Written row = Written.prompt(PROMPT, 0);
        double probability = 1;
        for (int token : tokens) {
            float[] scores = MODEL.behind(row.last());
            config.apply(scores, row);
            filters.apply(scores);
            probability *= Probabilities.softmax(scores)[token];
            row = row.plus(token, 0);
        }
        return probability;
    }

    @Test
    void theModelAsItsOwnDraftIsAlwaysRight() throws InterruptedException {
        GenerationConfig config = config(new Search.Sampling(Filters.NONE, 1), 50);
        Acceptance acceptance = generate(MODEL.anew(), config, new DraftModel(MODEL.anew(), 4, 100))
                .acceptance();
        assertEquals(1, acceptance.rate());
        assertTrue(acceptance.drafted() >= 36, acceptance::toString);
    }

    @Test
    void aDraftModelGuessesNothingBehindItsLastPosition() throws InterruptedException {
        GenerationConfig config = config(new Search.Greedy(), 30);
        Generated plain = new Generator(MODEL.anew(), config, TokenListener.SILENT)
                .generate(new int[][] {PROMPT}, new int[1])
                .get(0);
        Generated text = generate(MODEL.anew(), config, new DraftModel(MODEL.anew(), 4, 12));
        assertArrayEquals(plain.tokens(), text.tokens());
        assertArrayEquals(plain.logProbabilities(), text.logProbabilities());
        assertTrue(text.acceptance().drafted() < 10, text.acceptance()::toString);
    }

    @Test
    void promptLookupGuessesWhatFollowedTheLongestRunAndStopsAtAnEnd() {
        TokenChooser chooser = new TokenChooser(config(new Search.Greedy(), 30));
        Written row = Written.prompt(new int[] {1, 2, 3, 5, 2, 3, 6, 1, 2}, 0);
        assertEquals(List.of(3, 5), guessed(new PromptLookup(new int[0], 2, 3), row, 9, chooser));
        assertEquals(List.of(3), guessed(new PromptLookup(new int[0], 2, 3), row, 1, chooser));
        assertEquals(List.of(8, 9), guessed(new PromptLookup(new int[] {6, 1, 2, 8, 9}, 2, 3), row, 9, chooser));
        assertEquals(
                List.of(),
                guessed(new PromptLookup(new int[0], 2, 3), Written.prompt(new int[] {4, 5}, 0), 9, chooser));
        TokenChooser ending = new TokenChooser(config(new Search.Greedy(), 30).withEndIds(Set.of(5)));
        assertEquals(List.of(3, 5), guessed(new PromptLookup(new int[0], 6, 3), row, 9, ending));
    }

    private static List<Integer> guessed(PromptLookup lookup, Written row, int most, TokenChooser chooser) {
        return lookup.draft(row, most, chooser).stream().map(Guess::token).toList();
    }

    @Test
    void aTextEndsWhereTheListenerSaysSo() throws InterruptedException {
        int[] heard = new int[1];
        Generated text = new Generator(
                        MODEL.anew(),
                        config(new Search.Greedy(), 30),
                        (row, token) -> ++heard[0] < 7,
                        new DraftModel(MODEL.anew(), 5, 100))
                .generate(new int[][] {PROMPT}, new int[1])
                .get(0);
        assertEquals(7, text.tokens().length);
    }

    private static Generated generate(Bigrams reader, GenerationConfig config, Drafter drafter)
            throws InterruptedException {
        return new Generator(reader, config, TokenListener.SILENT, drafter)
                .generate(new int[][] {PROMPT}, new int[1])
                .get(0);
    }

    private static GenerationConfig config(Search search, int tokens) {
        return new GenerationConfig(
                search,
                GenerationConfig.Lengths.ofNewTokens(tokens),
                List.of(new LogitsRule.RepetitionPenalty(1.3), new LogitsRule.GeneratedPenalty(0.4, 0.2)),
                Set.of(),
                0,
                0);
    }

    private static int index(int[] tokens) {
        return (tokens[0] * VOCABULARY + tokens[1]) * VOCABULARY + tokens[2];
    }

    private static int[] tokens(int index) {
        return new int[] {index / VOCABULARY / VOCABULARY, index / VOCABULARY % VOCABULARY, index % VOCABULARY};
    }
}
