package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;

/** Takes the spaces at the end away, those at the beginning stay. */
public record WithoutTrailingSpace() implements Normalizer {

    @Override
    public String apply(String line) {
        int end = line.length();
        while (end > 0 && Whitespace.isWhitespace(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end);
    }

    @Override
    public JsonObject json() {
        JsonObject json = TokenizerPart.of("Strip");
        json.addProperty("strip_left", false);
        json.addProperty("strip_right", true);
        return json;
    }
}
