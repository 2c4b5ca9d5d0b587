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

    private Tokenizer(HuggingFaceTokenizer tokenizer, boolean truncates) {
        this.tokenizer = tokenizer;
        this.encodings = NativeEncodings.of(tokenizer, truncates);
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
        try (InputStream json = json(folder)) {
            boolean truncates = length.containsKey("maxLength");
            return new Tokenizer(HuggingFaceTokenizer.newInstance(json, options), truncates);
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InvalidInputException(
                    folder.resolve(TokenizerJson.FILE) + " is not a tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    private static InputStream json(Path folder) throws IOException {
        Path file = folder.resolve(TokenizerJson.FILE);
        return Files.isRegularFile(file)
                ? Files.newInputStream(file)
                : new ByteArrayInputStream(
                        TokenizerJson.read(folder).json().toString().getBytes(StandardCharsets.UTF_8));
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
     * Refuses a tokenizer whose texts a model cannot look up.
     *
     * @param folder holds the tokenizer
     * @param tokens how many the model knows, {@code vocab_size}
     * @throws InvalidInputException if a token's id is not below it, or there is no tokenizer
     * @throws IOException if the tokenizer cannot be read
     */
    public static void requireIdsBelow(Path folder, long tokens) throws IOException {
        int size = vocabularySize(folder);
        if (size > tokens) {
            throw new InvalidInputException("the tokenizer in " + folder + " has token ids up to " + (size - 1)
                    + " but they must stay below vocab_size of its config.json (" + tokens
                    + "); use the tokenizer and the model that belong together.");
        }
    }

    public EncodedText encode(String text) {
        return encoded(tokenizer.encode(text));
    }

    /** A token of a text: its id, and how the vocabulary writes it. */
    public record Token(int id, String piece) {}

    /** The tokens of a text, special ones included. */
    public List<Token> tokenize(String text) {
        Encoding encoding = tokenizer.encode(text);
        String[] pieces = encoding.getTokens();
        int[] ids = ints(encoding.getIds());
        return IntStream.range(0, ids.length)
                .mapToObj(i -> new Token(ids[i], name(pieces[i])))
                .toList();
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

    private static EncodedText encoded(Encoding encoding) {
        long[] types = encoding.getTypeIds();
        boolean oneSegment = Arrays.stream(types).allMatch(type -> type == 0);
        return new EncodedText(
                ints(encoding.getIds()), oneSegment ? new int[0] : ints(types), encoding.exceedMaxLength());
    }

    private static int[] ints(long[] values) {
        return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
