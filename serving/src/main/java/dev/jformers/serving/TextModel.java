package dev.jformers.serving;

/**
 * A model of texts, loaded and ready; what it answers, each says in its own words. One instance serves all threads. Close it to free
 * the native memory: closing waits for calls that are under way, and a call after it throws {@link IllegalStateException}.
 */
public abstract sealed class TextModel implements AutoCloseable permits FillMask, TextClassifier, TextEmbedder {

    private final TextPipeline<?> pipeline;

    TextModel(TextPipeline<?> pipeline) {
        this.pipeline = pipeline;
    }

    /** Tokens that the model reads of a text, special tokens included. */
    public final int maxLength() {
        return pipeline.maxLength();
    }

    /** Whether a text is longer than {@link #maxLength}: its end is then left out, without an error. */
    public final boolean truncates(String text) {
        return pipeline.truncates(text);
    }

    @Override
    public final void close() {
        pipeline.close();
    }
}
