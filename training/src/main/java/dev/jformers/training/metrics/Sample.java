package dev.jformers.training.metrics;

/**
 * What a model made up.
 *
 * @param prompt what it was given
 * @param text what it went on with
 */
public record Sample(String prompt, String text) {

    /** The two, with a mark where the model goes on. */
    @Override
    public String toString() {
        return prompt + " \u25B8 " + text;
    }
}
