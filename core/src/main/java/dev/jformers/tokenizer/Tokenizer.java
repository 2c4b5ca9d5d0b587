package dev.jformers.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Turns texts into token ids by a folder's {@code tokenizer.json}, or what is there in its place, and back. Adds the special tokens; truncates to a maximum
 * length; never pads, whatever the file says (see {@link EncodedBatch}). Thread-safe. Close it to free the native tokenizer.
 */
public final class Tokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final NativeEncodings encodings;
    private final Path folder;
    private final int size;

    private Tokenizer(HuggingFaceTokenizer tokenizer, boolean truncates, Path folder, int size) {
        this.tokenizer = tokenizer;
        this.encodings = NativeEncodings.of(tokenizer, truncates);
        this.folder = folder;
        this.size = size;
    }

    /**
     * @param folder holds {@code tokenizer.json}
     * @param maxLength texts are truncated to this many tokens, special tokens included
     * @throws InvalidInputException if the file is missing or is not a tokenizer
     */
    public static Tokenizer load(Path folder, int maxLength) {
        return load(folder, Map.of("truncation", "true", "maxLength", String.valueOf(maxLength)));
    }

    /**
     * A tokenizer that truncates nothing.
     *
     * @param folder holds {@code tokenizer.json}
     * @throws InvalidInputException if the file is missing or is not a tokenizer
     */
    public static Tokenizer load(Path folder) {
        return load(folder, Map.of("truncation", "false"));
    }

    private static Tokenizer load(Path folder, Map<String, String> length) {
        Map<String, String> options = new HashMap<>(length);
        options.put("addSpecialTokens", "true");
        options.put("padding", "false");
        try {
            TokenizerJson json = TokenizerJson.read(folder);
            TokenizerRules.check(json);
            boolean truncates = length.containsKey("maxLength");
            try (InputStream bytes = bytes(json)) {
                return new Tokenizer(
                        HuggingFaceTokenizer.newInstance(bytes, options), truncates, folder, json.vocabularySize());
            }
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InvalidInputException(
                    folder.resolve(TokenizerJson.FILE) + " is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    private static InputStream bytes(TokenizerJson tokenizer) throws IOException {
        return Files.isRegularFile(tokenizer.file())
                ? Files.newInputStream(tokenizer.file())
                : new ByteArrayInputStream(tokenizer.json().toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The {@code tokenizer.json} that a folder lacks, made of the tokenizer's other files in it.
     *
     * @return nothing if the folder has the file, or no tokenizer at all
     * @throws InvalidInputException if the other files are damaged, or of a kind that is not converted
     * @throws IOException if they cannot be read
     */
    public static Optional<JsonObject> converted(Path folder) throws IOException {
        return Files.isRegularFile(folder.resolve(TokenizerJson.FILE))
                ? Optional.empty()
                : TokenizerConversion.of(folder);
    }

    /**
     * How many token ids texts may become, added tokens counted; all are below this number.
     *
     * @param folder holds {@code tokenizer.json}
     * @throws InvalidInputException if the file is missing or is not a tokenizer
     * @throws IOException if it cannot be read
     */
    public static int vocabularySize(Path folder) throws IOException {
        return TokenizerJson.read(folder).vocabularySize();
    }

    /**
     * Refuses a tokenizer whose texts a model cannot look up, and closes it then.
     *
     * @param tokens how many the model knows, {@code vocab_size}
     * @return this tokenizer
     * @throws InvalidInputException if a token's id is not below it
     */
    public Tokenizer withIdsBelow(long tokens) {
        if (size > tokens) {
            close();
            throw new InvalidInputException("the tokenizer in " + folder + " has token ids up to " + (size - 1)
                    + " but they must stay below vocab_size of its config.json (" + tokens
                    + "); use the tokenizer and the model that belong together.");
        }
        return this;
    }

    /**
     * @throws InvalidInputException if the text has what the tokenizer has no token for, not even one for unknown words
     */
    public EncodedText encode(String text) {
        return encodings.encode(text, true);
    }

    /** A token of a text: its id, and how the vocabulary writes it. */
    public record Token(int id, String piece) {}

    /** The tokens of a text, special ones included. */
    public List<Token> tokenize(String text) {
        Encoding encoding = pieces(text);
        String[] pieces = encoding.getTokens();
        int[] ids = ints(encoding.getIds());
        return IntStream.range(0, ids.length)
                .mapToObj(i -> new Token(ids[i], name(pieces[i])))
                .toList();
    }

    private Encoding pieces(String text) {
        try {
            return tokenizer.encode(text);
        } catch (RuntimeException e) {
            throw NativeEncodings.notEncoded(text, e);
        }
    }

    /** Added tokens may take spaces with them, which are no part of their names. */
    private static String name(String piece) {
        return piece.isBlank() ? piece : piece.strip();
    }

    /** Encodes texts on all processors. */
    public List<EncodedText> encode(List<String> texts) {
        return encode(texts, true);
    }

    /** Encodes texts that go on where another ends, and so get no special tokens; on all processors. */
    public List<EncodedText> encodeContinuations(List<String> texts) {
        return encode(texts, false);
    }

    private List<EncodedText> encode(List<String> texts, boolean specialTokens) {
        return texts.isEmpty() ? List.of() : encodings.encode(texts, specialTokens);
    }

    /** How many special tokens open a text of these. */
    public int specialTokensAhead(int[] ids) {
        int count = 0;
        while (count < ids.length && isSpecial(ids[count])) {
            count++;
        }
        return count;
    }

    /** How many special tokens close a text of these. */
    public int specialTokensBehind(int[] ids) {
        int count = 0;
        while (count < ids.length && isSpecial(ids[ids.length - 1 - count])) {
            count++;
        }
        return count;
    }

    private boolean isSpecial(int id) {
        int[] one = {id};
        return decode(one).isEmpty() && !decodeWithSpecialTokens(one).isEmpty();
    }

    /** The text of tokens, special tokens left out. */
    public String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    /** The text of tokens, special tokens included. */
    public String decodeWithSpecialTokens(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
