package dev.jformers.family;

import com.google.gson.JsonElement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of a config that were asked for. Not thread-safe. */
final class KeysRead {

    private final Map<String, List<? extends JsonElement>> choices = new HashMap<>();
    private final Map<String, KeysRead> inner = new HashMap<>();

    void add(String key) {
        choices.putIfAbsent(key, List.of());
    }

    /**
     * @param values that it may have, where these are few: other values may lead to other keys
     */
    void add(String key, List<? extends JsonElement> values) {
        choices.put(key, values);
    }

    /** The keys of an object within the config. */
    KeysRead inner(String key) {
        return inner.computeIfAbsent(key, same -> new KeysRead());
    }

    void addAll(KeysRead others) {
        others.choices.forEach(choices::putIfAbsent);
        others.inner.forEach((key, keys) -> inner(key).addAll(keys));
    }

    Set<String> names() {
        return choices.keySet();
    }

    Map<String, List<? extends JsonElement>> choices() {
        return Map.copyOf(choices);
    }

    Map<String, KeysRead> inner() {
        return inner;
    }
}
