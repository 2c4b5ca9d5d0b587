package dev.jformers.training.recipe;

/**
 * One rule that a recipe breaks.
 *
 * @param file the file as the user named it, or the override, {@code --set a.b=c}
 * @param line counted from 1; 0 for an override or the file as a whole
 * @param key the path of the key, {@code stages[1].learning_rate}; empty where no key is at fault
 * @param message the value, the rule and the remedy; reads on from the key
 */
public record Problem(String file, int line, String key, String message) {

    /** The line that the user sees: {@code configs/x.yaml:12: stages[1].learning_rate is -1 but must be greater than 0.} */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + " ") + message
                + (message.endsWith("?") ? "" : ".");
    }
}
