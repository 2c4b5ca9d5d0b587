package dev.jformers.training.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML value with its place; immutable. */
sealed interface Node {

    /** Where the value's key stands, or the value itself where it has no key. */
    Location at();

    /** The value as a message shows it. */
    String shown();

    /** Returns the value of a key, or of an index; null where there is none. */
    default @Nullable Node child(String key) {
        return null;
    }

    /** Where a key stands, as {@code stages[1].max_length}, or the innermost value in which it is missing. */
    default Location locate(String path) {
        Node node = this;
        for (String key : path.replaceAll("\\[(\\d+)\\]", ".$1").split("\\.", -1)) {
            Node child = node.child(key);
            if (child == null) {
                return node.at();
            }
            node = child;
        }
        return node.at();
    }

    /** The keys and values are in the order of the file. */
    record Mapping(Location at, Map<String, Node> entries) implements Node {

        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** Returns the value of a key; null where the key is missing. */
        @Nullable
        Node get(String key) {
            return entries.get(key);
        }

        /** Returns the text of a key's value; null where that is missing, null or not a scalar. */
        @Nullable
        String text(String key) {
            return entries.get(key) instanceof Scalar scalar ? scalar.text() : null;
        }

        /** Says whether a key has a value other than null. */
        boolean has(String key) {
            Node value = entries.get(key);
            return value != null && !(value instanceof Scalar scalar && scalar.text() == null);
        }

        Mapping with(String key, Node value) {
            Map<String, Node> changed = new LinkedHashMap<>(entries);
            changed.put(key, value);
            return new Mapping(at, changed);
        }

        @Override
        public @Nullable Node child(String key) {
            return get(key);
        }

        @Override
        public String shown() {
            return "a mapping";
        }
    }

    /** A list. */
    record Sequence(Location at, List<Node> items) implements Node {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public @Nullable Node child(String index) {
            boolean within = index.matches("\\d{1,9}") && Integer.parseInt(index) < items.size();
            return within ? items.get(Integer.parseInt(index)) : null;
        }

        Sequence with(int index, Node item) {
            List<Node> changed = new ArrayList<>(items);
            changed.set(index, item);
            return new Sequence(at, changed);
        }

        @Override
        public String shown() {
            return items.isEmpty() ? "[]" : "a list";
        }
    }

    /**
     * Anything else.
     *
     * @param text as it is written, without quotes; null for YAML's null
     * @param string whether YAML reads it as a string
     */
    record Scalar(Location at, @Nullable String text, boolean string) implements Node {

        private static final int MAX_SHOWN = 80;

        static Scalar of(Location at, String text) {
            return new Scalar(at, text, true);
        }

        @Override
        public String shown() {
            if (text == null || ScalarType.isNumber(text) || ScalarType.isBoolean(text)) {
                return String.valueOf(text);
            }
            return '"' + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text) + '"';
        }
    }
}
