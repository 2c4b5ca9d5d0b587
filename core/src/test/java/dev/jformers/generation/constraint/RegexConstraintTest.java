package dev.jformers.generation.constraint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions over real vocabularies; {@link Pattern} says whether a text matches. */
class RegexConstraintTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/tokenizer-files");
    private static final int MOST = 80;

    private static final List<String> REGEXES = List.of(
            "[0-9]{3}-[0-9]{4}",
            "(yes|no|maybe)( please)?",
            "\\d+(\\.\\d{2})?",
            "[a-z]+@[a-z]+\\.(com|org)",
            "^the .{0,12}$",
            "[^a-zA-Z0-9\\s]{1,5}",
            "(?:ab?c*)+?d{2,}",
            "(?<year>[12]\\d{3})\\/(0[1-9]|1[0-2])",
            "\\x41\\u0042\\x{43}\\S\\W?",
            "a|b|",
            "[]a-]{2}[\\]\\d]*",
            "\\p{Lu}\\p{Ll}{2,4}",
            "[가-힣]{2,5}( [가-힣]+){0,2}[.!]",
            "\\uD83D\\uDE00+😁?",
            "x{0}y{1,1}");

    private static TokenBytes vocabulary(String name) throws IOException {
        return TokenBytes.read(FIXTURES.resolve(name));
    }

    /** A special token. */
    private static int end(TokenBytes tokens) {
        return IntStream.range(0, tokens.size())
                .filter(id -> tokens.of(id, false).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "roberta"})
    void whatIsWrittenMatches(String name) throws IOException {
        TokenBytes tokens = vocabulary(name);
        int ended = 0;
        for (String regex : REGEXES) {
            Constraint constraint = Constraint.ofRegex(regex, tokens);
            for (int seed = 0; seed < 20; seed++) {
                RandomText text = RandomText.of(constraint, tokens, end(tokens), MOST, seed);
                ended += text.ended() ? 1 : 0;
                assertEquals(
                        constraint.isMatchedBy(text.tokens()),
                        Pattern.matches(regex, text.text()),
                        () -> regex + ": " + text.text());
                assertTrue(!text.ended() || Pattern.matches(regex, text.text()), () -> regex + ": " + text.text());
            }
        }
        assertTrue(ended > REGEXES.size() * 15, "" + ended);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "t5"})
    void whatAVocabularyWithoutBytesWritesMatches(String name) throws IOException {
        TokenBytes tokens = vocabulary(name);
        for (String regex : List.of("[a-z]{3,9}( [a-z]{2,4}){0,3}", "(the|a) [a-n]+")) {
            Constraint constraint = Constraint.ofRegex(regex, tokens);
            for (int seed = 0; seed < 20; seed++) {
                RandomText text = RandomText.of(constraint, tokens, end(tokens), MOST, seed);
                assertTrue(!text.ended() || Pattern.matches(regex, text.text()), () -> regex + ": " + text.text());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama"})
    void theOneTextThatMatchesIsWrittenAndThenEnds(String name) throws IOException {
        TokenBytes tokens = vocabulary(name);
        String only = "Exactly \"this\": 한글 😀\n";
        Constraint constraint = Constraint.ofRegex("Exactly \"this\": 한글 😀\\n", tokens);
        for (int seed = 0; seed < 10; seed++) {
            RandomText text = RandomText.of(constraint, tokens, end(tokens), MOST, seed);
            assertEquals(only, text.text());
            assertTrue(text.ended());
        }
    }

    @Test
    void endIsPossibleExactlyWhereTheTextMatches() throws IOException {
        TokenBytes tokens = vocabulary("gpt2");
        int end = end(tokens);
        Constraint constraint = Constraint.ofRegex("1{1,2}", tokens);
        int one = IntStream.range(0, tokens.size())
                .filter(id -> tokens.of(id, false).map(String::new).orElse("").equals("1"))
                .findFirst()
                .orElseThrow();
        int[][] answers = {{}, {one}, {one, one}};
        for (int length = 0; length < answers.length; length++) {
            float[] scores = new float[tokens.size()];
            constraint.restrict(scores, answers[length], Set.of(end));
            assertEquals(length > 0, scores[end] == 0);
            assertEquals(length < 2, scores[one] == 0);
            assertEquals(length > 0, constraint.isMatchedBy(answers[length]));
        }
        assertTrue(constraint.isMatchedBy(new int[] {one, end}));
        assertFalse(constraint.isMatchedBy(new int[] {one, one, one}));
    }

    @Test
    void anExpressionWithManyStatesCostsOnlyThoseThatAreReached() throws IOException {
        TokenBytes tokens = vocabulary("gpt2");
        Constraint constraint = Constraint.ofRegex("(a|b)*a(a|b){40}", tokens);
        RandomText text = RandomText.of(constraint, tokens, end(tokens), MOST, 1);
        assertTrue(text.text().matches("[ab]+"), text.text());
    }

    @Test
    void withoutAnEndTokenThereIsNoConstraint() throws IOException {
        TokenBytes tokens = vocabulary("gpt2");
        Constraint constraint = Constraint.ofRegex("a", tokens);
        InvalidInputException refused = assertThrows(
                InvalidInputException.class, () -> constraint.restrict(new float[tokens.size()], new int[0], Set.of()));
        assertEquals(
                "a constraint ends its text by an end token, but there is none; set eos_token_id.",
                refused.getMessage());
    }

    @Test
    void tokensBeyondTheVocabularyAreNotWritten() throws IOException {
        TokenBytes tokens = vocabulary("gpt2");
        float[] scores = new float[tokens.size() + 2];
        Constraint.ofRegex("(?:.|\\n)*", tokens).restrict(scores, new int[0], Set.of(end(tokens)));
        assertArrayEquals(
                new float[] {Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY},
                new float[] {scores[tokens.size()], scores[tokens.size() + 1]});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "(a! has a group that is not closed (before character 3).",
                "a)! is none: Unmatched closing ')' at character 1.",
                "*a! is none: Dangling meta character '*' at character 1.",
                "[a! ends in the middle (before character 3).",
                "a{3,2}! has the quantifier {3,2}, which is none (before character 7).",
                "a{9999999}! has a quantifier with 9999999, which must be a number up to 100000 (before character 11).",
                "a(?=b)! has a group that begins with (?, which is not supported in a constraint; of these only (?:...) and (?<name>...) are (before character 4).",
                "(a)\\1! has \\1, which is not supported in a constraint; of letters behind \\ only d, D, w, W, s, S, n, r, t, f, x, u, p and P are (before character 6).",
                "a^b! has ^ in its middle, which is not supported in a constraint; it may stand at the beginning alone (before character 3).",
                "a$b! has $ in its middle, which is not supported in a constraint; ^ and $ may stand at the beginning and the end alone (before character 3).",
                "a++! has a possessive quantifier, which is not supported in a constraint; leave its last + out (before character 3).",
                "[a&&b]! has a set of characters within another, which is not supported in a constraint; write one set, such as [a-z0-9] (before character 3).",
                "[^\\x{0}-\\x{10FFFF}]! matches no text; loosen it.",
                "((a{1000}){1000})b{1000}! NODES"
            })
    void whatCannotBeIsNamed(String regex, String message) throws IOException {
        TokenBytes tokens = vocabulary("gpt2");
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> Constraint.ofRegex(regex, tokens));
        assertEquals(
                message.equals("NODES")
                        ? "the constraint is too large: it needs an automaton of more than 500000 nodes; make its counts, such"
                                + " as {1,1000} or maxLength, smaller."
                        : "the regular expression " + regex + " " + message,
                refused.getMessage());
    }

    @Test
    void whatTheVocabularyCannotWriteIsRefused() throws IOException {
        TokenBytes tokens = vocabulary("t5");
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> Constraint.ofRegex("☃+", tokens));
        assertEquals(
                "the regular expression ☃+ matches only texts with characters that the vocabulary cannot write; loosen it,"
                        + " or take a model whose tokenizer knows every byte.",
                refused.getMessage());
    }
}
