package dev.jformers.tokenizer.training;

/** Takes the words of a text. */
@FunctionalInterface
interface WordSink {

    /**
     * @param text holds the word from one index up to, not including, another; whoever keeps the word copies it
     */
    void word(char[] text, int from, int to);
}
