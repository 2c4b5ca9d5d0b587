package dev.jformers.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import dev.jformers.InvalidInputException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Reads the token ids of a line.
 *
 * @param vocabularySize ids are below it
 */
record TokenLine(int vocabularySize) {

    private static final Pattern TOKEN = Pattern.compile("(\\d{1,9})(:.*)?");

    /**
     * @throws InvalidInputException if the line is neither ids nor JSON, or an id is no token's
     */
    int[] ids(String line) {
        String text = line.strip();
        if (text.isEmpty()) {
            return new int[0];
        }
        return text.startsWith("[") || text.startsWith("{")
                ? StreamSupport.stream(list(text).spliterator(), false)
                        .mapToInt(id -> id(id.toString(), line))
                        .toArray()
                : List.of(text.split("\\s+", -1)).stream()
                        .mapToInt(word -> id(word, line))
                        .toArray();
    }

    private static JsonArray list(String text) {
        try {
            JsonElement json = JsonParser.parseString(text);
            JsonElement ids = json instanceof JsonObject object ? object.get("ids") : json;
            if (ids instanceof JsonArray list) {
                return list;
            }
        } catch (JsonSyntaxException e) {
            throw new InvalidInputException("the line " + text + " is not JSON: " + e.getMessage(), e);
        }
        throw new InvalidInputException("the line " + text + " has no list of ids");
    }

    private int id(String word, String line) {
        Matcher token = TOKEN.matcher(word);
        if (!token.matches()) {
            throw new InvalidInputException("\"" + word + "\" is no token id, in the line " + line
                    + "; a line has ids between spaces, or is JSON");
        }
        int id = Integer.parseInt(token.group(1));
        if (id >= vocabularySize) {
            throw new InvalidInputException(
                    "the token id " + id + " is too large: the tokenizer has the ids 0 to " + (vocabularySize - 1));
        }
        return id;
    }
}
