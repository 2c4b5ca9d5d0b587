package dev.jformers.generation;

import dev.jformers.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes text of tokens as they come, in whole characters: what may still change (half a character, the beginning of a stop string)
 * waits. Not thread-safe.
 */
public final class TextStream {

    private static final char HALF = '\uFFFD';

    /** Tokens that are decoded anew with each one that comes, at most, so that a long text costs no more a token than a short one. */
    private static final int MOST_DECODED = 64;

    /** Tokens before the next one on which its text may depend. */
    private static final int CONTEXT = 16;

    private final Function<int[], String> decoder;
    private final List<String> stopStrings;
    private final Consumer<String> sink;
    private final StringBuilder text = new StringBuilder();
    /** The last tokens, and where their text begins. */
    private int[] tokens = new int[0];

    private int start;
    private int shown;
    private boolean stopped;

    /**
     * @param decoder the text of tokens
     * @param stopStrings end the text, and are not part of it
     * @param sink takes the text, piece by piece
     * @throws InvalidInputException if a stop string is empty, or no whole characters
     */
    public TextStream(Function<int[], String> decoder, List<String> stopStrings, Consumer<String> sink) {
        stopStrings.forEach(TextStream::requireWhole);
        this.decoder = decoder;
        this.stopStrings = List.copyOf(stopStrings);
        this.sink = sink;
    }

    private static void requireWhole(String stop) {
        if (stop.isEmpty()) {
            throw new InvalidInputException(
                    "a stop string is empty, which would end each text before it begins; leave it out.");
        }
        boolean half = stop.codePoints()
                .anyMatch(character -> character == HALF || Character.getType(character) == Character.SURROGATE);
        if (half) {
            throw new InvalidInputException("the stop string \"" + stop
                    + "\" begins or ends in the middle of a character, or is not UTF-8; give whole characters.");
        }
    }

    /**
     * Takes the next token.
     *
     * @return whether the text goes on; false once a stop string is there
     */
    public boolean add(int token) {
        tokens = Arrays.copyOf(tokens, tokens.length + 1);
        tokens[tokens.length - 1] = token;
        String read = decoder.apply(tokens);
        text.setLength(start);
        text.append(read);
        if (tokens.length >= MOST_DECODED) {
            settle(read);
        }
        int stop = stopStrings.stream()
                .mapToInt(string -> text.indexOf(string, shown))
                .filter(place -> place >= 0)
                .min()
                .orElse(-1);
        if (stop >= 0) {
            text.setLength(stop);
            stopped = true;
        }
        show(stopped ? text.length() : certain());
        return !stopped;
    }

    /**
     * Leaves the text of all but the last tokens as it is, if those mean the same without the others. Bytes that make no characters may mean
     * something else with others.
     */
    private void settle(String read) {
        int[] last = Arrays.copyOfRange(tokens, tokens.length - CONTEXT, tokens.length);
        String alone = decoder.apply(last);
        if (read.indexOf(HALF) < 0 && read.endsWith(alone)) {
            start += read.length() - alone.length();
            tokens = last;
        }
    }

    /** How much of the text will stay as it is. */
    private int certain() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == HALF) {
            end--;
        }
        int waiting = end;
        for (String stop : stopStrings) {
            for (int start = Math.max(0, end - stop.length() + 1); start < end; start++) {
                if (stop.startsWith(text.substring(start, end))) {
                    waiting = Math.min(waiting, start);
                }
            }
        }
        return waiting;
    }

    private void show(int end) {
        if (end > shown) {
            sink.accept(text.substring(shown, end));
            shown = end;
        }
    }

    /** Whether a stop string has come. */
    public boolean isStopped() {
        return stopped;
    }

    /** Shows what was waiting, for no token follows; returns the whole text. */
    public String finish() {
        show(text.length());
        return text.toString();
    }
}
