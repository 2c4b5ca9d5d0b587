package dev.jformers.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a {@code tokenizer.json} must not say. Where the tokenizers library (0.21.4) meets a value that it did not reckon with, it ends
 * the process, not the call; so whatever can be seen in the file is refused before the library sees it.
 */
final class TokenizerRules {

    private static final List<String> PARTS = List.of("normalizer", "pre_tokenizer", "post_processor", "decoder");
    private static final List<String> MEMBERS = List.of("normalizers", "pretokenizers", "processors", "decoders");

    /** The library reads 128 levels. */
    private static final int MOST_LEVELS = 64;

    private static final Map<String, PartRule> RULES = Map.of(
            "Strip", TokenizerRules::strip,
            "FixedLength", TokenizerRules::fixedLength,
            "Precompiled", part -> CharacterMap.check(part.get("precompiled_charsmap")),
            "TemplateProcessing", TokenizerRules::template);

    /** Throws {@link InvalidInputException} with the key, its value and the rule that it breaks. */
    private interface PartRule {

        void check(JsonObject part);
    }

    private TokenizerRules() {}

    /**
     * @throws InvalidInputException if the file must not be given to the library: which part, its value, the rule
     */
    static void check(TokenizerJson tokenizer) {
        for (String key : PARTS) {
            checkPart(tokenizer.json().get(key), tokenizer.file() + ": " + key);
        }
        try {
            model(tokenizer.json().get("model"));
            AddedTokenRules.check(tokenizer);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(tokenizer.file() + ": " + e.getMessage(), e);
        }
    }

    private static void checkPart(JsonElement part, String where) {
        if (part != null && !part.isJsonNull()) {
            if (isDeeperThan(MOST_LEVELS, part)) {
                throw new InvalidInputException(where + " is nested more than " + MOST_LEVELS + " levels deep");
            }
            checkMember(part, where);
        }
    }

    private static void checkMember(JsonElement value, String where) {
        if (!(value instanceof JsonObject part && part.get("type") instanceof JsonPrimitive type)) {
            throw new InvalidInputException(where + " must be an object with a type");
        }
        String named = where + " (" + type.getAsString() + ")";
        try {
            if (part.get("pattern") instanceof JsonObject pattern
                    && pattern.get("Regex") instanceof JsonPrimitive regex) {
                RegexRule.check(regex.getAsString());
            }
            RULES.getOrDefault(type.getAsString(), any -> {}).check(part);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(named + ": " + e.getMessage(), e);
        }
        for (String key : MEMBERS) {
            if (part.get(key) instanceof JsonArray members) {
                for (int i = 0; i < members.size(); i++) {
                    checkMember(members.get(i), where + "." + key + "[" + i + "]");
                }
            }
        }
    }

    private static boolean isDeeperThan(int levels, JsonElement value) {
        if (value instanceof JsonObject object) {
            return levels == 0 || object.asMap().values().stream().anyMatch(member -> isDeeperThan(levels - 1, member));
        }
        return value instanceof JsonArray list
                && (levels == 0 || list.asList().stream().anyMatch(member -> isDeeperThan(levels - 1, member)));
    }

    /** The decoder; the normalizer of this name has no such key. */
    private static void strip(JsonObject part) {
        requireWhole(part, "stop", 0, 0, "texts that consist of what is stripped would end the process");
    }

    private static void fixedLength(JsonObject part) {
        requireWhole(part, "length", 1, Integer.MAX_VALUE, "texts are cut into pieces of this many characters");
    }

    private static void requireWhole(JsonObject part, String key, long least, long most, String why) {
        if (part.get(key) instanceof JsonPrimitive value) {
            String written = value.getAsString();
            boolean fits =
                    written.matches("\\d{1,18}") && Long.parseLong(written) >= least && Long.parseLong(written) <= most;
            if (!fits) {
                throw new InvalidInputException(key + " is " + written + " but must be "
                        + (least == most ? String.valueOf(least) : least + " or more") + ": " + why);
            }
        }
    }

    private static void template(JsonObject part) {
        JsonObject known = part.get("special_tokens") instanceof JsonObject tokens ? tokens : new JsonObject();
        for (String key : List.of("single", "pair")) {
            if (part.get(key) instanceof JsonArray pieces) {
                pieces.forEach(piece -> templatePiece(piece, key, known));
            }
        }
    }

    private static void templatePiece(JsonElement element, String key, JsonObject known) {
        if (!(element instanceof JsonObject piece)) {
            return;
        }
        if (piece.get("SpecialToken") instanceof JsonObject token
                && token.get("id") instanceof JsonPrimitive id
                && !known.has(id.getAsString())) {
            throw new InvalidInputException(
                    key + " names the token " + id.getAsString() + " but special_tokens does not have it");
        }
        if (key.equals("single")
                && piece.get("Sequence") instanceof JsonObject sequence
                && sequence.get("id") instanceof JsonPrimitive id
                && id.getAsString().equals("B")) {
            throw new InvalidInputException("single must have the one text, A, but names B");
        }
    }

    /** The right part of a merge loses the prefix where the parts are joined. */
    private static void model(JsonElement element) {
        if (element instanceof JsonObject model
                && model.get("continuing_subword_prefix") instanceof JsonPrimitive prefix
                && model.get("merges") instanceof JsonArray merges) {
            int bytes = prefix.getAsString().getBytes(StandardCharsets.UTF_8).length;
            merges.forEach(merge -> requirePrefix(rightPart(merge), bytes, prefix.getAsString()));
        }
    }

    private static String rightPart(JsonElement merge) {
        if (merge instanceof JsonArray pair) {
            return pair.size() == 2 && pair.get(1) instanceof JsonPrimitive right ? right.getAsString() : "";
        }
        return merge instanceof JsonPrimitive pair ? pair.getAsString().replaceFirst("^[^ ]* ", "") : "";
    }

    private static void requirePrefix(String part, int length, String prefix) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        boolean cuts = bytes.length == length || (bytes.length > length && (bytes[length] & 0xC0) != 0x80);
        if (!cuts) {
            throw new InvalidInputException("model.merges joins \"" + part
                    + "\" to what stands before it, but that does not begin with continuing_subword_prefix \"" + prefix
                    + "\"");
        }
    }
}
