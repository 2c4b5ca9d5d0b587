package dev.jformers.serving;

import ai.djl.Device;
import dev.jformers.InvalidInputException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How a model is served.
 *
 * @param device where it runs; null takes the engine's default, which is a GPU where there is one
 * @param maxLength texts are truncated to this many tokens, special tokens included; empty takes what the tokenizer's files
 *     say. It is never more than the model has positions for.
 * @param maxBatchTokens positions, padding included, that one pass through the model takes at most; a text longer than this
 *     goes alone
 */
public record ServingOptions(@Nullable Device device, OptionalInt maxLength, int maxBatchTokens) {

    private static final int MAX_BATCH_TOKENS = 1024;

    /** Tokens that BERT adds to a text, and one of the text itself. */
    private static final int SHORTEST = 3;

    public ServingOptions {
        maxLength.ifPresent(length -> requireAtLeast(SHORTEST, "maxLength", length));
        requireAtLeast(1, "maxBatchTokens", maxBatchTokens);
    }

    public static ServingOptions defaults() {
        return new ServingOptions(null, OptionalInt.empty(), MAX_BATCH_TOKENS);
    }

    public ServingOptions withDevice(Device other) {
        return new ServingOptions(other, maxLength, maxBatchTokens);
    }

    public ServingOptions withMaxLength(int tokens) {
        return new ServingOptions(device, OptionalInt.of(tokens), maxBatchTokens);
    }

    public ServingOptions withMaxBatchTokens(int tokens) {
        return new ServingOptions(device, maxLength, tokens);
    }

    private static void requireAtLeast(int least, String name, int value) {
        if (value < least) {
            throw new InvalidInputException(
                    "%s is %d but must be at least %d; use %3$d or more.".formatted(name, value, least));
        }
    }
}
