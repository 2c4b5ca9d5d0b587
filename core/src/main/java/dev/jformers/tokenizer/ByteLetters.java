package dev.jformers.tokenizer;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** GPT-2's letters for bytes: every byte is a letter that can be seen. */
public final class ByteLetters {

    private static final int BYTES = 256;
    private static final int[] LETTERS = letters();
    private static final Map<Integer, Integer> VALUES = IntStream.range(0, BYTES)
            .boxed()
            .collect(Collectors.toUnmodifiableMap(value -> LETTERS[value], value -> value));

    private ByteLetters() {}

    /**
     * @param value a byte, 0 to 255
     * @return the code point of its letter
     */
    public static int letter(int value) {
        return LETTERS[value];
    }

    /** Whether a code point is the letter of a byte. */
    static boolean isLetter(int codePoint) {
        return VALUES.containsKey(codePoint);
    }

    /** The byte of a letter, 0 to 255. */
    static int value(int letter) {
        return Objects.requireNonNull(VALUES.get(letter));
    }

    private static int[] letters() {
        int[] letters = new int[BYTES];
        int unprintable = 0;
        for (int value = 0; value < BYTES; value++) {
            letters[value] = isPrintable(value) ? value : BYTES + unprintable++;
        }
        return letters;
    }

    /** Whether a byte stands for itself; the others take the letters from U+0100 on. */
    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
    }
}
