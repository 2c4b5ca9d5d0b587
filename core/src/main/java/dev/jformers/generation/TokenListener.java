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
}
