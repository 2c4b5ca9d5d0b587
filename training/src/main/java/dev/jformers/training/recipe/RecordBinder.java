package dev.jformers.training.recipe;

import com.google.gson.JsonObject;
import dev.jformers.NearMiss;
import dev.jformers.training.recipe.Node.Mapping;
import dev.jformers.training.recipe.Node.Scalar;
import dev.jformers.training.recipe.Node.Sequence;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.KeyRules;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a tree into records and reports everything in it that breaks their rules. Where a value cannot be read another stands
 * in, so that the rest of the record is still checked; such a record is of no other use.
 */
final class RecordBinder {

    private final Problems problems;

    RecordBinder(Problems problems) {
        this.problems = problems;
    }

    /** Returns the value; null where there cannot be one, which is then reported. */
    @Nullable
    Object bind(Type type, Node node, String path) {
        if (type instanceof ParameterizedType list) {
            return list(list.getActualTypeArguments()[0], node, path);
        }
        Class<?> wanted = (Class<?>) type;
        if (wanted.isRecord() || Key.isChoice(wanted) || wanted == JsonObject.class) {
            return structure(wanted, node, path);
        }
        ScalarType scalarType = ScalarType.of(wanted);
        String text = node instanceof Scalar scalar ? scalar.text() : null;
        Object value = text == null ? null : scalarType.read().apply(text);
        if (value == null) {
            String hint = text == null ? "" : ScalarType.hint(wanted, text);
            problems.add(node.at(), path, wrong(node, scalarType.rule() + hint));
        }
        return value;
    }

    private @Nullable List<Object> list(Type itemType, Node node, String path) {
        if (!(node instanceof Sequence sequence)) {
            problems.add(node.at(), path, wrong(node, "a list"));
            return null;
        }
        List<Object> items = new ArrayList<>();
        for (int index = 0; index < sequence.items().size(); index++) {
            Object item = bind(itemType, sequence.items().get(index), path + "[" + index + "]");
            if (item != null) {
                items.add(item);
            }
        }
        return items.size() == sequence.items().size() ? items : null;
    }

    private @Nullable Object structure(Class<?> wanted, Node node, String path) {
        if (!(node instanceof Mapping mapping)) {
            problems.add(node.at(), path, wrong(node, "a mapping of keys to values"));
            return null;
        }
        if (wanted == JsonObject.class) {
            return FreeJson.object(mapping);
        }
        Class<?> recordType = Key.isChoice(wanted) ? option(wanted, mapping, path) : wanted;
        return recordType == null ? null : record(recordType, mapping, path);
    }

    /** Returns the record that {@code type} selects; null where it selects none, which is then reported. */
    private @Nullable Class<?> option(Class<?> choice, Mapping mapping, String path) {
        Map<String, Class<?>> options = Key.options(choice);
        String rule = "one of " + String.join(", ", options.keySet());
        Node type = mapping.get(Key.TYPE);
        if (type == null) {
            problems.add(mapping.at(), child(path, Key.TYPE), "is missing; it must be " + rule);
            return null;
        }
        String text = mapping.text(Key.TYPE);
        Class<?> option = text == null ? null : options.get(text);
        if (option == null) {
            String hint = text == null ? "" : NearMiss.hint(text, options.keySet());
            problems.add(type.at(), child(path, Key.TYPE), wrong(type, rule + hint));
        }
        return option;
    }

    private Object record(Class<?> recordType, Mapping mapping, String path) {
        List<Key> keys = Key.of(recordType);
        reportUnknownKeys(recordType, keys, mapping, path);
        Set<String> unread = new HashSet<>();
        Object[] values = new Object[keys.size()];
        for (int index = 0; index < values.length; index++) {
            Key key = keys.get(index);
            Node node = mapping.get(key.name());
            String keyPath = child(path, key.name());
            values[index] =
                    node == null ? absent(key, mapping.at(), keyPath, unread) : present(key, node, keyPath, unread);
        }
        Object record = Key.newRecord(recordType, values);
        if (record instanceof KeyRules rules) {
            rules.check(new KeyProblems(
                    unread, (key, message) -> problems.add(mapping.locate(key), child(path, key), message)));
        }
        return record;
    }

    private @Nullable Object absent(Key key, Location at, String path, Set<String> unread) {
        if (key.required()) {
            problems.add(at, path, "is missing but required: " + meaning(key));
            unread.add(key.name());
        }
        return StandIn.of(key);
    }

    private @Nullable Object present(Key key, Node node, String path, Set<String> unread) {
        if (key.nullable() && node instanceof Scalar scalar && scalar.text() == null) {
            return null;
        }
        Object value = bind(key.component().getGenericType(), node, path);
        if (value == null) {
            unread.add(key.name());
            return StandIn.of(key);
        }
        Constraints.broken(key, value).forEach(rule -> problems.add(node.at(), path, isBut(node, rule)));
        return value;
    }

    private void reportUnknownKeys(Class<?> recordType, List<Key> keys, Mapping mapping, String path) {
        List<String> names = new ArrayList<>(keys.stream().map(Key::name).toList());
        if (recordType.isAnnotationPresent(Choice.class)) {
            names.add(0, Key.TYPE);
        }
        mapping.entries().forEach((name, node) -> {
            if (!names.contains(name)) {
                String remedy = names.size() <= 8
                        ? "the keys here are " + String.join(", ", names)
                        : "docs/configuration.md lists the keys";
                problems.add(
                        node.at(),
                        child(path, name),
                        "is not a known key" + NearMiss.hintOr(name, names, "; " + remedy));
            }
        });
    }

    private static String meaning(Key key) {
        String sentence = key.setting().value();
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1, sentence.length() - 1);
    }

    private static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String wrong(Node node, String rule) {
        return isBut(node, "must be " + rule);
    }

    private static String isBut(Node node, String rule) {
        return "is " + node.shown() + " but " + rule;
    }
}
