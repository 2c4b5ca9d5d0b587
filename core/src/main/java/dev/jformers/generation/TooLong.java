package dev.jformers.generation;

/** What becomes of a text that needs more positions than the model knows. */
public enum TooLong {
    /** A prompt that leaves no position to write on is refused, and a text ends at the last position. */
    ERROR("error"),

    /**
     * The beginning of a prompt is left out, so that there is room for what is to be written, but half of the positions at most; a text ends
     * at the last position. Special tokens that open the prompt stay. Of a conversation the oldest messages are left out, of a text
     * that an encoder reads its end.
     */
    TRUNCATE("truncate"),

    /**
     * Where a text has filled all positions, its beginning is forgotten, and its last half is read anew; special tokens that open it stay.
     * So it goes on for as long as it may, and each time knows less of what came before. For decoders alone.
     */
    SLIDE("slide");

    private final String text;

    TooLong(String text) {
        this.text = text;
    }

    /** The name in settings: {@code error}, {@code truncate}, {@code slide}. */
    @Override
    public String toString() {
        return text;
    }
}
