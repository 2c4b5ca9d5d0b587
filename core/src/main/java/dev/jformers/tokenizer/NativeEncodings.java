package dev.jformers.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Encodes many texts at once. DJL's own call reads all that the native encoding knows of a text, piece by piece and place by place, which
 * takes as long as the encoding; here the ids alone are read.
 */
final class NativeEncodings {

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private NativeEncodings() {}

    /**
     * @param specialTokens whether the tokens are added that belong around a text
     */
    static List<EncodedText> of(HuggingFaceTokenizer tokenizer, List<String> texts, boolean specialTokens) {
        texts.forEach(Objects::requireNonNull);
        long[] encodings = LIBRARY.batchEncode(tokenizer.getHandle(), texts.toArray(String[]::new), specialTokens);
        try {
            return Arrays.stream(encodings).mapToObj(NativeEncodings::read).toList();
        } finally {
            Arrays.stream(encodings).forEach(LIBRARY::deleteEncoding);
        }
    }

    private static EncodedText read(long encoding) {
        int[] ids = ints(LIBRARY.getTokenIds(encoding));
        int[] types = ints(LIBRARY.getTypeIds(encoding));
        boolean oneSegment = IntStream.of(types).allMatch(type -> type == 0);
        return new EncodedText(ids, oneSegment ? new int[0] : types, LIBRARY.getOverflowCount(encoding) > 0);
    }

    private static int[] ints(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(values[i]);
        }
        return ints;
    }
}
