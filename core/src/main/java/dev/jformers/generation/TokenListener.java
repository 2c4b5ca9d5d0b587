package dev.jformers.generation;

/** Hears each token as it is chosen, on the thread that generates. */
@FunctionalInterface
public interface TokenListener {

    /** Hears nothing and goes on. */
    TokenListener SILENT = (row, token) -> true;

    /**
     * @param row of which text, from 0
     * @return whether the text goes on
     */
    boolean chosen(int row, int token);

    /**
     * Hears what the token was chosen from, just before it hears the token.
     *
     * @param row of which text, from 0
     * @param scores of all tokens, by id, as rules and filters left them; not to be changed, and another's behind this call
     */
    default void scored(int row, float[] scores) {}
}
