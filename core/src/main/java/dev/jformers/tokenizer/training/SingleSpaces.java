package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;

/** Makes one space of several. */
public record SingleSpaces() implements Normalizer {

    @Override
    public String apply(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) != ' ' || i == 0 || line.charAt(i - 1) != ' ') {
                text.append(line.charAt(i));
            }
        }
        return text.toString();
    }

    @Override
    public JsonObject json() {
        return TokenizerPart.replaceMatches(" {2,}", " ");
    }
}
