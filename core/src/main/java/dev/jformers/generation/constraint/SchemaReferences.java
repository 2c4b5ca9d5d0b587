package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The places that a schema's {@code $ref} may name: those of the schema itself.
 *
 * @param root where pointers begin
 */
record SchemaReferences(JsonObject root) {

    static final String ROOT = "#";

    /** What the reference of a schema stands for. */
    JsonElement target(JsonSchema schema) {
        String pointer = schema.text("$ref");
        if (!pointer.equals(ROOT) && !pointer.startsWith(ROOT + "/")) {
            throw schema.problem("$ref is " + pointer + " but only places in the same schema are supported, such as"
                    + " #/$defs/name.");
        }
        JsonElement target = root;
        for (String part : pointer.substring(1).split("/", -1)) {
            String name = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8)
                    .replace("~1", "/")
                    .replace("~0", "~");
            if (!part.isEmpty()) {
                target = child(target, name);
            }
            if (target == null) {
                throw schema.problem("$ref is " + pointer + ", which is not there.");
            }
        }
        return target;
    }

    private static @Nullable JsonElement child(JsonElement parent, String name) {
        if (parent instanceof JsonArray list) {
            boolean place = name.matches("[0-9]{1,4}") && Integer.parseInt(name) < list.size();
            return place ? list.get(Integer.parseInt(name)) : null;
        }
        return parent instanceof JsonObject object ? object.get(name) : null;
    }
}
