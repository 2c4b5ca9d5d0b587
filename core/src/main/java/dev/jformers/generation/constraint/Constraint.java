package dev.jformers.generation.constraint;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenBytes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a generated text must match, for one vocabulary. A text ends exactly where it may: end tokens are possible where it matches, and
 * nothing else is where no longer text would. What was computed for one text is kept for the next, so that a constraint should be made
 * once and serve many texts. Thread-safe.
 *
 * <p>Nothing makes a model come to an end in time: a text that reaches its most tokens stops where it is, see {@link #isMatchedBy}.
 */
public final class Constraint {

    private final TokenBytes tokens;
    private final Automaton automaton;
    private final Masks masks;

    private Constraint(String what, Grammar grammar, TokenBytes tokens) {
        this.tokens = tokens;
        Program program = Assembler.assemble(grammar, Alphabet.of(tokens));
        if (program.isEmpty()) {
            boolean contradiction = Assembler.assemble(grammar, CodePoints.ALL).isEmpty();
            throw new InvalidInputException(what
                    + (contradiction
                            ? " matches no text; loosen it."
                            : " matches only texts with characters that the vocabulary cannot write; loosen it, or"
                                    + " take a model whose tokenizer knows every byte."));
        }
        this.automaton = new Automaton(program);
        this.masks = new Masks(tokens);
    }

    /**
     * Texts that a regular expression matches as a whole.
     *
     * @param regex in the language of {@link java.util.regex.Pattern}, without what looks around (borders, back references, lookahead)
     *     and without flags; {@code ^} at its beginning and {@code $} at its end change nothing
     * @throws InvalidInputException if it is none, uses what is not supported, matches nothing, or only what the vocabulary cannot write
     */
    public static Constraint ofRegex(String regex, TokenBytes tokens) {
        String what = "the regular expression " + regex;
        return new Constraint(what, new Grammar(RegexParser.whole(what, regex), Map.of()), tokens);
    }

    /**
     * JSON that is valid by a schema. Keywords beside {@code $ref}, {@code anyOf}, {@code oneOf} and {@code allOf} are joined with what
     * these say. {@code oneOf} is for schemas that exclude each other by types, values, bounds or required properties. What no automaton
     * holds is refused by name: {@code not}, {@code if}, {@code uniqueItems}, {@code patternProperties} and the like.
     *
     * <p>Of all that is valid, some is never written: an object has the properties that the schema names, in this order, others only where
     * it names none; one space, or a line break with spaces, may stand around braces, brackets, commas and behind colons; characters are
     * escaped only where JSON asks for it; a number has at most 15 digits on each side of the point, and with bounds no exponent; a string
     * with a format is a common one; what refers to itself nests at most 64 times. That names of properties differ which the schema does
     * not give is not checked.
     *
     * @param schema of JSON Schema's draft 2020-12 or one before; it may refer to itself
     * @throws InvalidInputException if it is none, has a keyword that is not supported, allows nothing, or only what the vocabulary
     *     cannot write
     */
    public static Constraint ofJsonSchema(JsonObject schema, TokenBytes tokens) {
        return new Constraint("the JSON schema", JsonSchemaParser.parse(schema), tokens);
    }

    /**
     * Makes tokens impossible behind which no match could follow.
     *
     * @param scores of all tokens, by id; are changed
     * @param answer the tokens that were generated
     * @param endIds the tokens that end a text
     * @throws InvalidInputException if no token that the model knows ends a text
     */
    public void restrict(float[] scores, int[] answer, Set<Integer> endIds) {
        Map<Integer, Float> ends = new HashMap<>();
        endIds.stream().filter(id -> id < scores.length).forEach(id -> ends.put(id, scores[id]));
        if (ends.isEmpty()) {
            throw new InvalidInputException(
                    "a constraint ends its text by an end token, but there is none; set eos_token_id.");
        }
        Place place = place(answer);
        BitSet allowed = masks.allowed(place.state(), place.isFirst());
        int from = allowed.nextClearBit(0);
        while (from < scores.length) {
            int next = allowed.nextSetBit(from);
            int to = next < 0 ? scores.length : Math.min(next, scores.length);
            Arrays.fill(scores, from, to, Float.NEGATIVE_INFINITY);
            from = allowed.nextClearBit(to);
        }
        ends.forEach((id, score) -> scores[id] = place.state().isWhole() ? score : Float.NEGATIVE_INFINITY);
    }

    /**
     * Whether generated tokens are a whole match, and not only the beginning of one.
     *
     * @param answer with or without the token that ended it
     */
    public boolean isMatchedBy(int[] answer) {
        return place(answer).state().isWhole();
    }

    /** What tokens have led to. */
    private record Place(Automaton.State state, boolean isFirst) {}

    private Place place(int[] answer) {
        Automaton.State state = automaton.start();
        boolean first = true;
        for (int token : answer) {
            byte[] bytes = tokens.of(token, first).orElse(null);
            if (bytes != null) {
                state = state.next(bytes);
                first = false;
            }
        }
        return new Place(state, first);
    }
}
