package dev.jformers.chat;

/**
 * What one side of a conversation says.
 *
 * @param role by the name that the model's template knows: {@code system}, {@code user} or {@code assistant} with most
 */
public record Message(String role, String content) {

    /** What the model is told before the conversation. */
    public static Message system(String content) {
        return new Message("system", content);
    }

    public static Message user(String content) {
        return new Message("user", content);
    }

    /** An answer of the model. */
    public static Message assistant(String content) {
        return new Message("assistant", content);
    }
}
