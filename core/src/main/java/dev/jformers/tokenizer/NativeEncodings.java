package dev.jformers.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Encodes many texts at once, on all processors. DJL's own call reads all that the native encoding knows of a text, piece by piece and
 * place by place, which takes as long as the encoding; here what is needed is read. Texts cross into native code one by one, on several
 * threads, for one that copies an array of them lets the others wait.
 *
 * @param typed whether a text may have tokens of a segment other than 0
 * @param truncated whether texts may be longer than allowed
 */
record NativeEncodings(HuggingFaceTokenizer tokenizer, boolean typed, boolean truncated) {

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    /** More texts than that are read on several threads. */
    private static final int FEW = 64;

    static NativeEncodings of(HuggingFaceTokenizer tokenizer, boolean truncated) {
        return new NativeEncodings(tokenizer, mayHaveSegments(tokenizer), truncated);
    }

    /** The segments of a text alone are a matter of the template, and the same for each text that has a token. */
    private static boolean mayHaveSegments(HuggingFaceTokenizer tokenizer) {
        Encoding probe = tokenizer.encode("a");
        boolean hasText = Arrays.stream(probe.getSpecialTokenMask()).anyMatch(special -> special == 0);
        return !hasText || Arrays.stream(probe.getTypeIds()).anyMatch(type -> type != 0);
    }

    /**
     * @param specialTokens whether the tokens are added that belong around a text
     */
    List<EncodedText> encode(List<String> texts, boolean specialTokens) {
        texts.forEach(Objects::requireNonNull);
        return (texts.size() > FEW ? texts.parallelStream() : texts.stream())
                .map(text -> taken(LIBRARY.encode(tokenizer.getHandle(), text, specialTokens)))
                .toList();
    }

    /** Reads a native encoding, and frees it. */
    private EncodedText taken(long encoding) {
        try {
            int[] ids = ints(LIBRARY.getTokenIds(encoding));
            int[] types = typed ? ints(LIBRARY.getTypeIds(encoding)) : new int[0];
            boolean oneSegment = IntStream.of(types).allMatch(type -> type == 0);
            boolean cut = truncated && LIBRARY.getOverflowCount(encoding) > 0;
            return new EncodedText(ids, oneSegment ? new int[0] : types, cut);
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    private static int[] ints(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(values[i]);
        }
        return ints;
    }
}
