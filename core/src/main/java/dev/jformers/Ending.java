package dev.jformers;

import dev.jformers.generation.GenerationConfig;

/** Why a generated text has come to its end. */
public enum Ending {
    /** Its last token ends texts, or a stop string came. */
    STOP("stop"),

    /** It has as many tokens as it may have. */
    LENGTH("length"),

    /** The model knows no position for a further token. */
    POSITIONS("positions");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /**
     * @param prompt how many tokens stood before the text
     * @param tokens of the text
     * @param stopped whether a stop string came
     */
    static Ending of(GenerationConfig config, int prompt, int[] tokens, boolean stopped) {
        if (stopped || (tokens.length > 0 && config.endIds().contains(tokens[tokens.length - 1]))) {
            return STOP;
        }
        return prompt + tokens.length >= config.lengths().limit(prompt) ? LENGTH : POSITIONS;
    }

    /** The name in JSON: {@code stop}, {@code length}, {@code positions}. */
    @Override
    public String toString() {
        return text;
    }
}
