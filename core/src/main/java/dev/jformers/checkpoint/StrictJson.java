package dev.jformers.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.jformers.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON objects of checkpoints, read by the letter of RFC 8259 (UTF-8, no comments, no trailing text) and without duplicate
 * keys, and written as Hugging Face writes them: indented by two spaces.
 */
public final class StrictJson {

    private static final long MAX_FILE_BYTES = 500_000_000;
    private static final Gson PRETTY = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private StrictJson() {}

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws InvalidInputException if it does not, or is larger than 500 MB
     * @throws IOException if the file cannot be read
     */
    public static JsonObject read(Path file) throws IOException {
        return parse(bytes(file), file.toString());
    }

    /**
     * Reads a file that holds one JSON list.
     *
     * @throws InvalidInputException if it does not, or is larger than 500 MB
     * @throws IOException if the file cannot be read
     */
    public static JsonArray readList(Path file) throws IOException {
        String where = file.toString();
        return parse(bytes(file), where, JsonToken.BEGIN_ARRAY, "list, [...],").getAsJsonArray();
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        long size = Files.size(file);
        if (size > MAX_FILE_BYTES) {
            throw new InvalidInputException(file + " has " + size + " bytes but a JSON file may have " + MAX_FILE_BYTES
                    + " at most; is it really JSON?");
        }
        return ByteBuffer.wrap(Files.readAllBytes(file));
    }

    /**
     * Parses one JSON object.
     *
     * @param utf8 its text
     * @param where what the text is, for messages
     * @throws InvalidInputException if it is not one JSON object in UTF-8
     */
    public static JsonObject parse(ByteBuffer utf8, String where) {
        return parse(utf8, where, JsonToken.BEGIN_OBJECT, "object, {...},").getAsJsonObject();
    }

    private static JsonElement parse(ByteBuffer utf8, String where, JsonToken beginning, String expected) {
        String text = decode(utf8, where);
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() != beginning) {
                throw new InvalidInputException(where + " must be a JSON " + expected + " but is a " + reader.peek());
            }
            JsonElement root = element(reader, where);
            if (!isAtEnd(reader)) {
                throw new InvalidInputException(
                        where + " has text after its JSON " + expected.substring(0, expected.indexOf(',')));
            }
            return root;
        } catch (EOFException e) {
            throw new InvalidInputException(where + " ends in the middle of its JSON", e);
        } catch (MalformedJsonException | IllegalStateException | JsonParseException | NumberFormatException e) {
            throw new InvalidInputException(where + " is not JSON: " + reason(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes one JSON object as a file that ends in a line break; keys in the order of the object. */
    public static void write(JsonObject object, Path file) throws IOException {
        Files.writeString(file, PRETTY.toJson(object) + "\n");
    }

    private static String decode(ByteBuffer utf8, String where) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(where + " is not UTF-8, which JSON must be", e);
        }
    }

    /**
     * Reads one JSON object where a reader stands, which must be strict.
     *
     * @param where what the text is, for messages
     * @throws InvalidInputException if a key is there twice
     * @throws IOException if it is not JSON
     */
    public static JsonObject object(JsonReader reader, String where) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (object.has(key)) {
                throw new InvalidInputException(where + " has the key \"" + key + "\" twice; keep one of them");
            }
            object.add(key, element(reader, where));
        }
        reader.endObject();
        return object;
    }

    /** Recursion is bounded: the reader refuses more than 255 levels. */
    private static JsonElement element(JsonReader reader, String where) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader, where);
            case BEGIN_ARRAY -> array(reader, where);
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(reader.nextString()));
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            default -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
        };
    }

    private static JsonArray array(JsonReader reader, String where) throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(element(reader, where));
        }
        reader.endArray();
        return array;
    }

    private static boolean isAtEnd(JsonReader reader) throws IOException {
        try {
            return reader.peek() == JsonToken.END_DOCUMENT;
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    /** What the parser says, without its advice to programmers. */
    private static String reason(Exception e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return message.replaceFirst("^Use JsonReader.* malformed JSON", "wrong character");
    }
}
