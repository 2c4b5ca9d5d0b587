package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the {@code decoder} of a {@code tokenizer.json} makes of single tokens. */
final class PieceDecoder {

    /** What {@code WordPiece} tidies, in this order. */
    private static final List<List<String>> TIDIED = List.of(
            List.of(" .", "."),
            List.of(" ?", "?"),
            List.of(" !", "!"),
            List.of(" ,", ","),
            List.of(" ' ", "'"),
            List.of(" n't", "n't"),
            List.of(" 'm", "'m"),
            List.of(" do not", " don't"),
            List.of(" 's", "'s"),
            List.of(" 've", "'ve"),
            List.of(" 're", "'re"));

    /** Changes the text of a token. */
    private interface Step {

        String apply(String piece, boolean first);
    }

    private final TokenizerJson tokenizer;
    private final List<Step> steps = new ArrayList<>();
    private boolean letters;
    private boolean fallback;
    private int stripped;

    private PieceDecoder(TokenizerJson tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * @throws InvalidInputException if the decoder has a part that is not known here
     */
    static PieceDecoder of(TokenizerJson tokenizer) {
        PieceDecoder decoder = new PieceDecoder(tokenizer);
        if (tokenizer.json().get("decoder") instanceof JsonObject part) {
            decoder.add(part);
        } else {
            decoder.steps.add((piece, first) -> first ? piece : " " + piece);
        }
        return decoder;
    }

    private void add(JsonObject part) {
        String type = text(part, "type", "");
        switch (type) {
            case "Sequence" -> {
                if (part.get("decoders") instanceof JsonArray parts) {
                    parts.forEach(one -> add(one.getAsJsonObject()));
                }
            }
            case "ByteLevel" -> letters = true;
            case "ByteFallback" -> fallback = true;
            case "Fuse" -> {}
            case "Metaspace" -> steps.add(metaspace(part));
            case "Replace" -> steps.add(replace(part));
            case "Strip" -> strip(part);
            case "WordPiece" -> steps.add(wordPiece(part));
            default -> throw unknown(type);
        }
    }

    private InvalidInputException unknown(String what) {
        return new InvalidInputException(
                tokenizer.file() + ": which bytes a token writes is not known for the decoder " + what
                        + "; constraints need one of ByteLevel, Metaspace, WordPiece, or Replace, ByteFallback, Fuse,"
                        + " Strip.");
    }

    private static Step metaspace(JsonObject part) {
        String mark = text(part, "replacement", "\u2581");
        boolean dropped = !text(part, "prepend_scheme", "always").equals("never");
        return (piece, first) -> piece.replace(mark, first && dropped ? "" : " ");
    }

    private Step replace(JsonObject part) {
        if (!(part.get("pattern") instanceof JsonObject pattern && pattern.has("String"))) {
            throw unknown("Replace of a regular expression");
        }
        String what = text(pattern, "String", "");
        String by = text(part, "content", "");
        return (piece, first) -> piece.replace(what, by);
    }

    /** Behind Fuse, what is left of a text's beginning; ends stay as they are. */
    private void strip(JsonObject part) {
        if (!text(part, "content", "").equals(" ") || !text(part, "stop", "0").equals("0")) {
            throw unknown("Strip of something other than spaces at the beginning");
        }
        stripped = Integer.parseInt(text(part, "start", "0"));
    }

    private static Step wordPiece(JsonObject part) {
        String prefix = text(part, "prefix", "##");
        boolean tidies = text(part, "cleanup", "true").equals("true");
        return (piece, first) -> {
            String joined = first ? piece : piece.startsWith(prefix) ? piece.substring(prefix.length()) : " " + piece;
            return tidies ? tidied(joined) : joined;
        };
    }

    private static String tidied(String piece) {
        String tidy = piece;
        for (List<String> pair : TIDIED) {
            tidy = tidy.replace(pair.get(0), pair.get(1));
        }
        return tidy;
    }

    byte[] bytes(String token, boolean first) {
        String piece = token;
        if (fallback && token.matches("<0x[0-9A-Fa-f]{2}>")) {
            return withoutSpaces(new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)}, first);
        }
        for (Step step : steps) {
            piece = step.apply(piece, first);
        }
        boolean allLetters = letters && piece.codePoints().allMatch(ByteLetters::isLetter);
        return withoutSpaces(allLetters ? ofLetters(piece) : piece.getBytes(StandardCharsets.UTF_8), first);
    }

    private static byte[] ofLetters(String piece) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        piece.codePoints().forEach(letter -> bytes.write(ByteLetters.value(letter)));
        return bytes.toByteArray();
    }

    private byte[] withoutSpaces(byte[] bytes, boolean first) {
        int from = 0;
        while (first && from < Math.min(stripped, bytes.length) && bytes[from] == ' ') {
            from++;
        }
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    private static String text(JsonObject part, String key, String absent) {
        JsonElement value = part.get(key);
        return value instanceof JsonPrimitive primitive ? primitive.getAsString() : absent;
    }
}
