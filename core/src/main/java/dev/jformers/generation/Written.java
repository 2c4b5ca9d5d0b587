package dev.jformers.generation;

/**
 * What stands in a row so far.
 *
 * @param tokens the prompt, without padding, and what was generated
 * @param length number of tokens, padding counted
 * @param promptLength the same of the prompt
 */
@SuppressWarnings("ArrayRecordComponent")
public record Written(int[] tokens, int length, int promptLength) {

    /** The row with one more token. */
    Written plus(int token) {
        int[] longer = java.util.Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return new Written(longer, length + 1, promptLength);
    }

    /** Number of tokens that were generated. */
    int generated() {
        return length - promptLength;
    }

    /** The tokens that were generated. */
    int[] answer() {
        return java.util.Arrays.copyOfRange(tokens, tokens.length - generated(), tokens.length);
    }
}
