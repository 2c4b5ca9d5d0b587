package dev.jformers.checkpoint.pytorch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A dictionary under construction. It compares by identity, for it may hold itself. */
final class PickledDict {

    private @Nullable Map<Object, Object> entries;

    /**
     * @param key a text, a number or a truth value
     */
    void put(Object key, Object value) {
        if (entries == null) {
            entries = new LinkedHashMap<>();
        }
        entries.put(key, value);
    }

    @Nullable
    Object get(String key) {
        return entries == null ? null : entries.get(key);
    }

    void forEach(BiConsumer<Object, Object> action) {
        if (entries != null) {
            entries.forEach(action);
        }
    }
}
