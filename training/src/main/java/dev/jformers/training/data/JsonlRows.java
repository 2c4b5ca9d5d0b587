package dev.jformers.training.data;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One JSON object a line, RFC 8259 to the letter; empty lines are skipped, keys that are not asked for are ignored. */
final class JsonlRows {

    private static final Set<JsonToken> TEXT = EnumSet.of(JsonToken.STRING);
    private static final Set<JsonToken> LABEL = EnumSet.of(JsonToken.STRING, JsonToken.NUMBER, JsonToken.BOOLEAN);

    private static final Pattern PARSER_PLACE = Pattern.compile("(?s) at line 1 column ([0-9]+) .*");

    private final DataConfig config;
    private final Place place;
    private final Set<String> keys = new LinkedHashSet<>();
    private @Nullable String text;
    private @Nullable String label;

    private JsonlRows(DataConfig config, Place place) {
        this.config = config;
        this.place = place;
    }

    static void read(Utf8Reader text, DataConfig config, RowSink sink) throws IOException {
        LineReader lines = new LineReader(text, config.path());
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                new JsonlRows(config, lines.place()).parse(line, sink);
            }
        }
    }

    private void parse(String line, RowSink sink) {
        try (JsonReader json = new JsonReader(new StringReader(line))) {
            json.setStrictness(Strictness.STRICT);
            if (json.peek() != JsonToken.BEGIN_OBJECT) {
                throw place.error("%s is not a JSON object; write one object a line, like {\"%s\": \"...\"}."
                        .formatted(Place.quoted(line), config.textColumn()));
            }
            readObject(json);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw place.error("something follows the object; write one object a line.");
            }
        } catch (IOException e) {
            throw place.error("not valid JSON (%s); write one object a line.".formatted(reason(e)), e);
        }
        sink.add(required("text_column", config.textColumn(), text), requiredLabel(), place.line());
    }

    private void readObject(JsonReader json) throws IOException {
        json.beginObject();
        while (json.hasNext()) {
            String key = json.nextName();
            if (!keys.add(key)) {
                throw place.error("the key %s stands there twice; keep one of them.".formatted(Place.quoted(key)));
            }
            boolean isText = key.equals(config.textColumn());
            boolean isLabel = key.equals(config.labelColumn());
            String value = isText || isLabel ? value(json, key, isText ? TEXT : LABEL) : null;
            text = isText ? value : text;
            label = isLabel ? value : label;
            if (value == null) {
                json.skipValue();
            }
        }
        json.endObject();
    }

    private String value(JsonReader json, String key, Set<JsonToken> allowed) throws IOException {
        JsonToken token = json.peek();
        if (!allowed.contains(token)) {
            String kinds = allowed == TEXT ? "a string" : "a string, a number or a boolean";
            throw place.error("%s is %s but must be %s.".formatted(Place.quoted(key), named(token), kinds));
        }
        return token == JsonToken.BOOLEAN ? String.valueOf(json.nextBoolean()) : json.nextString();
    }

    private @Nullable String requiredLabel() {
        return config.labelColumn() == null ? null : required("label_column", config.labelColumn(), label);
    }

    private String required(String setting, String key, @Nullable String value) {
        if (value == null) {
            String found = keys.isEmpty() ? "object has no key" : "object's keys are " + Place.listed(keys);
            throw place.error(
                    "%s is %s, but the %s%s".formatted(setting, Place.quoted(key), found, Place.didYouMean(key, keys)));
        }
        return value;
    }

    private static String named(JsonToken token) {
        return switch (token) {
            case BEGIN_ARRAY -> "an array";
            case BEGIN_OBJECT -> "an object";
            case NULL -> "null";
            case NUMBER -> "a number";
            default -> "a boolean";
        };
    }

    /** What the parser says, without its advice to other programmers; it sees one line of the file alone, as line 1. */
    private static String reason(IOException e) {
        String message = PARSER_PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst(" at column $1");
        return message.startsWith("Use JsonReader") ? message.replaceFirst("^.* at ", "at ") : message;
    }
}
