package dev.jformers.training.rows;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One JSON object a line, RFC 8259 to the letter; blank lines are skipped. */
final class JsonLines implements RowReader {

    private static final Pattern PARSER_PLACE = Pattern.compile("(?s) at line 1 column ([0-9]+) .*");

    private final LineReader lines;

    JsonLines(Utf8Reader text) {
        this.lines = new LineReader(text);
    }

    @Override
    public @Nullable Row read() throws IOException {
        String line = lines.nextThatIsNotBlank();
        return line == null ? null : parse(line, lines.place());
    }

    private static JsonRow parse(String line, Place place) {
        try (JsonReader json = new JsonReader(new StringReader(line))) {
            json.setStrictness(Strictness.STRICT);
            if (json.peek() != JsonToken.BEGIN_OBJECT) {
                throw place.error("%s is not a JSON object; write one object a line, like {\"text\": \"...\"}."
                        .formatted(Place.quoted(line)));
            }
            JsonRow row = new JsonRow(StrictJson.object(json, place.toString()), place);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw place.error("something follows the object; write one object a line.");
            }
            return row;
        } catch (RowException e) {
            throw e;
        } catch (InvalidInputException e) {
            throw new RowException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw place.error("not valid JSON (%s); write one object a line.".formatted(reason(e)), e);
        }
    }

    /** What the parser says, without its advice to other programmers; it sees one line of the file alone, as line 1. */
    private static String reason(IOException e) {
        String message = PARSER_PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst(" at column $1");
        return message.startsWith("Use JsonReader") ? message.replaceFirst("^.* at ", "at ") : message;
    }
}
