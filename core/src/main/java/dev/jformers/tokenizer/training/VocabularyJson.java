package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import java.util.List;

/** The {@code vocab} of a model that has tokens without scores. */
final class VocabularyJson {

    private VocabularyJson() {}

    static JsonObject of(List<String> tokens) {
        JsonObject ids = new JsonObject();
        tokens.forEach(token -> ids.addProperty(token, ids.size()));
        return ids;
    }
}
