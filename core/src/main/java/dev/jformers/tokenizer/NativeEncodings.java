package dev.jformers.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.jformers.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes many texts at once, on all processors. DJL's own call reads all that the native encoding knows of a text, piece by piece and
 * place by place, which takes as long as the encoding; here what is needed is read. Texts cross into native code one by one, on several
 * threads: the library's call for many texts lets the others wait while it copies an array of them, and ends the process where one
 * of them cannot be encoded.
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
        try {
            Encoding probe = tokenizer.encode("a");
            boolean hasText = Arrays.stream(probe.getSpecialTokenMask()).anyMatch(special -> special == 0);
            return !hasText || Arrays.stream(probe.getTypeIds()).anyMatch(type -> type != 0);
        } catch (RuntimeException e) {
            // The tokenizer has no token for this text, nor one for what is unknown; others may be encoded.
            return true;
        }
    }

    /**
     * @param specialTokens whether the tokens are added that belong around a text
     * @throws InvalidInputException if a text has what the tokenizer has no token for, not even one for unknown words
     */
    List<EncodedText> encode(List<String> texts, boolean specialTokens) {
        List<Attempt> attempts = (texts.size() > FEW ? texts.parallelStream() : texts.stream())
                .map(text -> attempt(text, specialTokens))
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

    private Attempt attempt(String text, boolean specialTokens) {
        try {
            return new Attempt(encode(text, specialTokens), null);
        } catch (RuntimeException e) {
            return new Attempt(null, e);
        }
    }

    /**
     * @param specialTokens whether the tokens are added that belong around the text
     * @throws InvalidInputException as for many texts
     */
    EncodedText encode(String text, boolean specialTokens) {
        long encoding = encoding(Objects.requireNonNull(text), specialTokens);
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

    private long encoding(String text, boolean specialTokens) {
        try {
            return LIBRARY.encode(tokenizer.getHandle(), text, specialTokens);
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

    private static int[] ints(long[] values) {
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = Math.toIntExact(values[i]);
        }
        return ints;
    }
}
