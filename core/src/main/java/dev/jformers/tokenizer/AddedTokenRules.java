package dev.jformers.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Added tokens that the tokenizers library cannot look for: those of which the normalizer leaves nothing, for nothing is found
 * everywhere; and those that take spaces which another token took before. What the normalizer makes of a token is asked of the library.
 */
final class AddedTokenRules {

    private AddedTokenRules() {}

    /**
     * @throws InvalidInputException if there is such a token
     */
    static void check(TokenizerJson tokenizer) {
        List<JsonObject> added = new ArrayList<>();
        if (tokenizer.json().get("added_tokens") instanceof JsonArray list) {
            list.forEach(token -> {
                if (token instanceof JsonObject object && !content(object).isEmpty()) {
                    added.add(object);
                }
            });
        }
        JsonElement normalizer = tokenizer.json().get("normalizer");
        List<JsonObject> normalized =
                added.stream().filter(token -> is(token, "normalized")).toList();
        if (normalizer instanceof JsonObject && !normalized.isEmpty()) {
            requireNone(normalized, vanishing(normalizer, "^$"), "is nothing once the normalizer has seen it");
        }
        if (added.stream().anyMatch(token -> is(token, "rstrip"))) {
            List<JsonObject> taking =
                    added.stream().filter(token -> is(token, "lstrip")).toList();
            String why =
                    "begins with a space and takes those before it (lstrip), which another token may have taken (rstrip)";
            requireNone(taking, token -> content(token).matches("(?sU)\\s.*"), why);
            if (taking.stream().anyMatch(token -> is(token, "normalized"))) {
                requireNone(taking, vanishing(normalizer, "^\\s[\\s\\S]*"), why);
            }
        }
    }

    private static void requireNone(List<JsonObject> tokens, Predicate<JsonObject> rule, String why) {
        tokens.stream().filter(rule).findFirst().ifPresent(token -> {
            throw new InvalidInputException(
                    "added token \"" + content(token) + "\" " + why + "; the native tokenizer would end the process");
        });
    }

    private static boolean is(JsonObject token, String key) {
        return token.get(key) instanceof JsonPrimitive value
                && value.getAsString().equals("true");
    }

    private static String content(JsonObject token) {
        return token.get("content") instanceof JsonPrimitive text ? text.getAsString() : "";
    }

    /** Whether nothing is left of a token after the normalizer, and without what a regular expression matches. */
    private static Predicate<JsonObject> vanishing(JsonElement normalizer, String regex) {
        return token -> {
            byte[] json = probe(normalizer, regex).toString().getBytes(StandardCharsets.UTF_8);
            try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json), Map.of("padding", "false", "truncation", "false"))) {
                return tokenizer.encode(content(token)).getIds().length == 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** A tokenizer that makes one token of all that is left of a text. */
    private static JsonObject probe(JsonElement normalizer, String regex) {
        JsonObject split = TokenizerPart.of("Split");
        split.add("pattern", TokenizerPart.replaceMatches(regex, "").get("pattern"));
        split.addProperty("behavior", "Removed");
        split.addProperty("invert", false);
        JsonObject vocabulary = new JsonObject();
        vocabulary.addProperty("any", 0);
        JsonObject model = TokenizerPart.of("WordLevel");
        model.add("vocab", vocabulary);
        model.addProperty("unk_token", "any");
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("added_tokens", new JsonArray());
        json.add("normalizer", normalizer == null ? JsonNull.INSTANCE : normalizer);
        json.add("pre_tokenizer", split);
        json.add("model", model);
        return json;
    }
}
