package dev.jformers.serving;

import com.google.gson.JsonElement;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.model.TransformerConfig;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns texts into what a folder's model reads. Thread-safe. Close it to free the tokenizer. */
final class TextEncoder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TextEncoder.class);

    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

    private final Path folder;
    private final Tokenizer tokenizer;
    private final int fillerId;
    private final int maxLength;

    private TextEncoder(Path folder, Tokenizer tokenizer, int fillerId, int maxLength) {
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.fillerId = fillerId;
        this.maxLength = maxLength;
    }

    /**
     * @param asked the number of tokens to truncate to; empty takes what the tokenizer's files say
     * @throws InvalidInputException if the folder has no tokenizer, or none that can be read
     */
    static TextEncoder of(HuggingFaceFolder files, ModelDescription description, OptionalInt asked) throws IOException {
        TransformerConfig transformer = description.transformer();
        long wanted = asked.isPresent() ? asked.getAsInt() : modelMaxLength(files.path());
        int maxLength = (int) Math.min(wanted, transformer.maxPositions());
        Tokenizer tokenizer = Tokenizer.load(files.path(), maxLength).withIdsBelow(transformer.vocabularySize());
        return new TextEncoder(files.path(), tokenizer, description.fillerId(), maxLength);
    }

    /** What the tokenizer's files say; where they do not, or say one of Hugging Face's numbers beyond all bounds, a lot. */
    private static long modelMaxLength(Path folder) throws IOException {
        Path file = folder.resolve(TOKENIZER_CONFIG);
        JsonElement length = Files.isRegularFile(file) ? StrictJson.read(file).get("model_max_length") : null;
        if (length == null || length.isJsonNull()) {
            return Integer.MAX_VALUE;
        }
        boolean number = length.isJsonPrimitive() && length.getAsJsonPrimitive().isNumber();
        if (!number || !(length.getAsDouble() >= 1)) {
            throw new InvalidInputException(
                    file + ": model_max_length is " + length + " but must be a number of tokens, such as 512.");
        }
        return (long) Math.min(length.getAsDouble(), Integer.MAX_VALUE);
    }

    /** How texts write a token, also a special one. */
    String token(int id) {
        return tokenizer.decodeWithSpecialTokens(new int[] {id});
    }

    /** Tokens to which texts are truncated. */
    int maxLength() {
        return maxLength;
    }

    /**
     * @throws InvalidInputException if a text is null or cannot be told to the model
     */
    List<EncodedText> encode(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i) == null) {
                throw new InvalidInputException("text %d of %d is null but must be a text; leave it out or use \"\"."
                        .formatted(i + 1, texts.size()));
            }
        }
        List<EncodedText> encoded =
                texts.size() == 1 ? List.of(tokenizer.encode(texts.get(0))) : tokenizer.encode(texts);
        encoded.forEach(this::requireTokens);
        long truncated = encoded.stream().filter(EncodedText::truncated).count();
        if (truncated > 0) {
            LOG.debug(
                    "{} of {} texts are longer than {} tokens and were truncated", truncated, texts.size(), maxLength);
        }
        return encoded;
    }

    private void requireTokens(EncodedText text) {
        if (text.length() == 0) {
            throw new InvalidInputException("a text has no tokens, and the tokenizer in " + folder
                    + " adds none; leave texts without tokens out.");
        }
    }

    EncodedBatch batch(List<EncodedText> texts) {
        return EncodedBatch.of(texts, fillerId);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
