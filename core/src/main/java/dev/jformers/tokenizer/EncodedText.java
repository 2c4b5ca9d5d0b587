package dev.jformers.tokenizer;

/**
 * A text as token ids, special tokens included.
 *
 * @param ids the tokens
 * @param types the segment of each token; empty where all are segment 0
 * @param truncated whether the text was longer than allowed, and its end is missing
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedText(int[] ids, int[] types, boolean truncated) {

    /** Tokens of one segment, none of them left out. */
    public EncodedText(int[] ids) {
        this(ids, new int[0], false);
    }

    /** Number of tokens. */
    public int length() {
        return ids.length;
    }
}
