package dev.jformers;

import org.jspecify.annotations.Nullable;

/**
 * What makes a text come sooner, and leaves it what it is.
 *
 * @param speculation where guesses of the next tokens come from
 * @param promptCache has read the prompt, or its beginning, before; null where nothing is kept
 */
public record Acceleration(
        Speculation speculation, @Nullable PromptCache promptCache) {

    /** Token by token, from the beginning. */
    public static final Acceleration NONE = new Acceleration(Speculation.NONE, null);

    public Acceleration withSpeculation(Speculation other) {
        return new Acceleration(other, promptCache);
    }

    public Acceleration withPromptCache(PromptCache other) {
        return new Acceleration(speculation, other);
    }

    /** Makes a reader read what it need not. */
    void prepare(CachedReader reader, int[] prompt) {
        if (promptCache != null) {
            promptCache.prepare(reader, prompt);
        }
    }
}
