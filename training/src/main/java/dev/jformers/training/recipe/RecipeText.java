package dev.jformers.training.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a recipe's file as text. */
final class RecipeText {

    private static final long MAX_BYTES = 1 << 20;

    private RecipeText() {}

    /** Returns the file's text; null where the file is no text, which is then reported. */
    static @Nullable String read(Path file, Problems problems) {
        Location whole = Location.of(file.toString());
        if (!Files.isRegularFile(file)) {
            problems.add(whole, "", Files.exists(file) ? "is not a file" : "does not exist");
            return null;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.add(whole, "", "has " + Files.size(file) + " bytes but a recipe has at most " + MAX_BYTES);
                return null;
            }
            return decode(Files.readAllBytes(file), file.toString(), problems);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " cannot be read", unreadable);
        }
    }

    private static @Nullable String decode(byte[] bytes, String source, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(input, text, true);
        text.flip();
        if (result.isError()) {
            Location at = new Location(
                    source, 1 + (int) text.chars().filter(c -> c == '\n').count(), 1);
            String wrong = "has the byte 0x%02X, which is not UTF-8; save the file as UTF-8"
                    .formatted(bytes[input.position()]);
            problems.add(at, "", wrong);
            return null;
        }
        return text.length() > 0 && text.charAt(0) == '\uFEFF'
                ? text.subSequence(1, text.length()).toString()
                : text.toString();
    }
}
