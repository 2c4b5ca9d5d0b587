package dev.jformers.tokenizer.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;
import java.util.List;

/** Changes a text before it is split, in training as later in use. */
public sealed interface Normalizer
        permits UnicodeForm, Lowercase, BertCleaning, NmtCleaning, SingleSpaces, WithoutTrailingSpace {

    /** The text of a line, its end included. */
    String apply(String line);

    /** The {@code normalizer} of {@code tokenizer.json}. */
    JsonObject json();

    /** The {@code normalizer} of normalizers that act one after the other. */
    static JsonElement json(List<Normalizer> normalizers) {
        return TokenizerPart.sequence(
                "normalizers", normalizers.stream().map(Normalizer::json).toList());
    }
}
