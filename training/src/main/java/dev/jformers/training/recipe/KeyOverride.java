package dev.jformers.training.recipe;

import dev.jformers.NearMiss;
import dev.jformers.training.recipe.Node.Mapping;
import dev.jformers.training.recipe.Node.Scalar;
import dev.jformers.training.recipe.Node.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value from the command line, {@code stages.0.max_steps=10}, that takes the place of the one in the file. A part of the path
 * that stands for an item of a list is its number or its name.
 */
final class KeyOverride {

    private final String text;
    private final Location at;
    private final Problems problems;

    KeyOverride(String text, Problems problems) {
        this.text = text;
        this.at = Location.of("--set " + text);
        this.problems = problems;
    }

    /** Returns the tree with the new value; the tree as it was where the override fits nowhere, which is then reported. */
    Node applyTo(Node root) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            problems.add(at, "", "is not written as key=value, for example stages.0.max_steps=10");
            return root;
        }
        String value = text.substring(equals + 1);
        Node read = value.isBlank()
                ? new Scalar(at, null, false)
                : new YamlReader(at.source(), false, problems).read(value, "");
        List<String> parts = Arrays.asList(text.substring(0, equals).split("\\.", -1));
        return read == null ? root : set(root, parts, "", read);
    }

    private Node set(@Nullable Node node, List<String> parts, String path, Node value) {
        if (parts.isEmpty()) {
            return value;
        }
        String part = parts.get(0);
        List<String> rest = parts.subList(1, parts.size());
        if (node instanceof Sequence sequence) {
            int index = index(sequence, part, path);
            return index < 0
                    ? node
                    : sequence.with(index, set(sequence.items().get(index), rest, path + "[" + index + "]", value));
        }
        if (node == null || node instanceof Mapping || (node instanceof Scalar scalar && scalar.text() == null)) {
            Mapping mapping = node instanceof Mapping present ? present : new Mapping(at, Map.of());
            return mapping.with(part, set(mapping.get(part), rest, path.isEmpty() ? part : path + "." + part, value));
        }
        problems.add(at, path, "is " + node.shown() + " and has no key " + part);
        return node;
    }

    /** Returns the place of the item that has this number or name; -1 where there is none, which is then reported. */
    private int index(Sequence sequence, String part, String path) {
        List<String> names = new ArrayList<>();
        for (int index = 0; index < sequence.items().size(); index++) {
            String name = sequence.items().get(index) instanceof Mapping item ? item.text("name") : null;
            if (part.equals(name) || part.equals(String.valueOf(index))) {
                return index;
            }
            names.add(Objects.requireNonNullElse(name, String.valueOf(index)));
        }
        problems.add(
                at, path, "has no item " + part + NearMiss.hintOr(part, names, "; it has " + String.join(", ", names)));
        return -1;
    }
}
