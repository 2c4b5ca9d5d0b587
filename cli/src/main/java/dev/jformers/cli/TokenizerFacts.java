package dev.jformers.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a folder's {@code tokenizer.json}, or what is made of its older files, says of itself; keys that are not as expected are passed over. */
final class TokenizerFacts {

    private TokenizerFacts() {}

    static void addTo(Facts facts, HuggingFaceFolder folder) throws IOException {
        Path file = folder.path().resolve("tokenizer.json");
        if (Files.isRegularFile(file)) {
            describe(facts, StrictJson.read(file));
        } else {
            describeOlderFiles(facts, folder);
        }
    }

    private static void describeOlderFiles(Facts facts, HuggingFaceFolder folder) throws IOException {
        try {
            Optional<JsonObject> converted = Tokenizer.converted(folder.path());
            if (converted.isEmpty()) {
                facts.add("tokenizer", "none: there is no tokenizer.json");
                return;
            }
            describe(facts, converted.get());
            List<String> names = folder.tokenizerFiles().stream()
                    .map(path -> String.valueOf(path.getFileName()))
                    .toList();
            facts.add("tokenizer of", String.join(", ", names));
        } catch (InvalidInputException e) {
            facts.add("tokenizer", "not read: " + e.getMessage());
        }
    }

    private static void describe(Facts facts, JsonObject json) {
        JsonObject model = object(json, "model");
        List<String> parts = new ArrayList<>();
        parts.add(text(model, "type", "of an unnamed type"));
        int size = size(model.get("vocab"));
        if (size > 0) {
            parts.add(Amounts.of(size, "token"));
        }
        if (flag(object(json, "normalizer"), "lowercase")) {
            parts.add("lower case");
        }
        facts.add("tokenizer", String.join(", ", parts));
        facts.add("special tokens", String.join(" ", specialTokens(json)));
    }

    private static List<String> specialTokens(JsonObject json) {
        List<String> tokens = new ArrayList<>();
        if (json.get("added_tokens") instanceof JsonArray added) {
            for (JsonElement token : added) {
                if (token instanceof JsonObject object && flag(object, "special")) {
                    tokens.add(text(object, "content", "?"));
                }
            }
        }
        return tokens;
    }

    private static int size(JsonElement vocabulary) {
        if (vocabulary instanceof JsonObject byToken) {
            return byToken.size();
        }
        return vocabulary instanceof JsonArray list ? list.size() : 0;
    }

    private static JsonObject object(JsonObject json, String key) {
        return json.get(key) instanceof JsonObject object ? object : new JsonObject();
    }

    private static String text(JsonObject json, String key, String absent) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : absent;
    }

    private static boolean flag(JsonObject json, String key) {
        JsonElement value = json.get(key);
        return value != null && value.isJsonPrimitive() && value.getAsBoolean();
    }
}
