package dev.jformers.checkpoint.gguf;

/** A tokenizer is whole but cannot be written as a {@code tokenizer.json} that does the same. */
final class UnsupportedTokenizerException extends Exception {

    /**
     * @param message why
     */
    UnsupportedTokenizerException(String message) {
        super(message);
    }
}
