package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;
import java.text.Normalizer.Form;

/**
 * One of Unicode's normal forms. NFC makes Hangul that was typed letter by letter whole; NFKC also makes wide letters narrow.
 *
 * @param form NFC, NFD, NFKC or NFKD
 */
public record UnicodeForm(Form form) implements Normalizer {

    @Override
    public String apply(String line) {
        return java.text.Normalizer.normalize(line, form);
    }

    @Override
    public JsonObject json() {
        return TokenizerPart.of(form.name());
    }
}
