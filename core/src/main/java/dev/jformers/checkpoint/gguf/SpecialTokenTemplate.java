package dev.jformers.checkpoint.gguf;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.gguf.GgufVocabulary.Token;
import java.util.Optional;
import java.util.stream.Stream;

/** The special tokens that stand around every text. */
record SpecialTokenTemplate(Optional<Token> beginning, Optional<Token> end) {

    /** The post-processor that adds them after another one; JSON's null if there is nothing to do. */
    JsonElement json(Optional<JsonObject> before) {
        if (beginning.isEmpty() && end.isEmpty()) {
            return before.<JsonElement>map(part -> part).orElse(JsonNull.INSTANCE);
        }
        JsonObject template = template();
        return before.map(part -> GgufTokenizer.sequence("processors", part, template))
                .orElse(template);
    }

    private JsonObject template() {
        JsonObject template = GgufTokenizer.part("TemplateProcessing");
        JsonArray single = new JsonArray();
        addText(single, "A", 0);
        JsonArray pair = new JsonArray();
        addText(pair, "A", 0);
        addText(pair, "B", 1);
        template.add("single", single);
        template.add("pair", pair);
        JsonObject special = new JsonObject();
        Stream.concat(beginning.stream(), end.stream())
                .distinct()
                .forEach(token -> special.add(token.text(), description(token)));
        template.add("special_tokens", special);
        return template;
    }

    private void addText(JsonArray sequence, String text, int segment) {
        beginning.ifPresent(token -> sequence.add(item("SpecialToken", token.text(), segment)));
        sequence.add(item("Sequence", text, segment));
        end.ifPresent(token -> sequence.add(item("SpecialToken", token.text(), segment)));
    }

    private static JsonObject item(String kind, String id, int segment) {
        JsonObject content = new JsonObject();
        content.addProperty("id", id);
        content.addProperty("type_id", segment);
        JsonObject item = new JsonObject();
        item.add(kind, content);
        return item;
    }

    private static JsonObject description(Token token) {
        JsonArray ids = new JsonArray();
        ids.add(token.id());
        JsonArray tokens = new JsonArray();
        tokens.add(token.text());
        JsonObject description = new JsonObject();
        description.addProperty("id", token.text());
        description.add("ids", ids);
        description.add("tokens", tokens);
        return description;
    }
}
