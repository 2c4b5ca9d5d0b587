package dev.jformers.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.jformers.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes many texts at once, on all processors. DJL's own call reads all that the native encoding knows of a text, piece by piece and
 * place by place, which takes as long as the encoding; here the ids alone are read. The library's call for many texts is not used: it ends
 * the process where one of them cannot be encoded.
 */
final class NativeEncodings {

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private NativeEncodings() {}

    /**
     * @param specialTokens whether the tokens are added that belong around a text
     * @throws InvalidInputException if a text has what the tokenizer has no token for, not even one for unknown words
     */
    static List<EncodedText> of(HuggingFaceTokenizer tokenizer, List<String> texts, boolean specialTokens) {
        long handle = tokenizer.getHandle();
        List<Attempt> attempts = texts.parallelStream()
                .map(text -> attempt(handle, text, specialTokens))
                .toList();
        return attempts.stream().map(Attempt::get).toList();
    }

    /** A failure is kept until all texts are done: whoever hears of it may close the tokenizer, which others would still use. */
    private record Attempt(
            @Nullable EncodedText encoded, @Nullable RuntimeException failure) {

        EncodedText get() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(encoded);
        }
    }

    private static Attempt attempt(long tokenizer, String text, boolean specialTokens) {
        try {
            return new Attempt(encode(tokenizer, text, specialTokens), null);
        } catch (RuntimeException e) {
            return new Attempt(null, e);
        }
    }

    /**
     * @throws InvalidInputException as for many texts
     */
    static EncodedText of(HuggingFaceTokenizer tokenizer, String text) {
        return encode(tokenizer.getHandle(), text, true);
    }

    private static EncodedText encode(long tokenizer, String text, boolean specialTokens) {
        long encoding = encoding(tokenizer, Objects.requireNonNull(text), specialTokens);
        try {
            return read(encoding);
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    private static long encoding(long tokenizer, String text, boolean specialTokens) {
        try {
            return LIBRARY.encode(tokenizer, text, specialTokens);
        } catch (RuntimeException e) {
            throw notEncoded(text, e);
        }
    }

    static InvalidInputException notEncoded(String text, RuntimeException e) {
        String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return new InvalidInputException(
                "the tokenizer cannot encode \"" + shown + "\": " + e.getMessage()
                        + "; a tokenizer needs a token for what it does not know",
                e);
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
