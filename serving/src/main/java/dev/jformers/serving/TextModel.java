package dev.jformers.serving;

/**
 * A model of texts, loaded and ready; what it answers, each says in its own words. One instance serves all threads. Close it to free
 * the native memory: closing waits for calls that are under way, and a call after it throws {@link IllegalStateException}.
 */
public sealed interface TextModel extends AutoCloseable permits FillMask, TextClassifier, TextEmbedder {

    /** Tokens that the model reads of a text, special tokens included. */
    int maxLength();

    /** Whether a text is longer than {@link #maxLength}: its end is then left out, without an error. */
    boolean truncates(String text);

    @Override
    void close();
}
