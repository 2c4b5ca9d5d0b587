package dev.jformers.training.recipe;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of a key that has none of its own: its default or, where it is required and missing, something of its type. */
final class StandIn {

    private StandIn() {}

    static @Nullable Object of(Key key) {
        Object byDefault = key.defaultValue();
        return byDefault != null || key.nullable()
                ? byDefault
                : of(key.component().getType());
    }

    private static Object of(Class<?> type) {
        if (type.isRecord()) {
            return Key.newRecord(type, Key.of(type).stream().map(StandIn::of).toArray());
        }
        if (Key.isChoice(type)) {
            return of(type.getPermittedSubclasses()[0]);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == List.class) {
            return List.of();
        }
        return type == JsonObject.class ? new JsonObject() : type == Path.class ? Path.of("") : "";
    }
}
