package dev.jformers.training.recipe;

import dev.jformers.training.recipe.Node.Mapping;
import dev.jformers.training.recipe.Node.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a recipe: file to tree, overrides, derived values, records. */
final class RecipeReader {

    private RecipeReader() {}

    static Recipe read(Path file, List<String> overrides) {
        Problems problems = new Problems();
        Node tree = tree(file, problems);
        Object recipe = tree == null ? null : bind(overridden(tree, overrides, problems), problems);
        problems.throwIfAny();
        return (Recipe) Objects.requireNonNull(recipe, "a recipe without problems has a value");
    }

    /** Problems of keys that were found after the recipe was read. */
    static RecipeException located(Path file, List<String> overrides, Map<String, String> found) {
        Problems problems = new Problems();
        Node tree = tree(file, problems);
        Location whole = Location.of(file.toString());
        Node read = tree == null ? new Mapping(whole, Map.of()) : overridden(tree, overrides, problems);
        found.forEach((key, message) -> problems.add(read.locate(key), key, message));
        return problems.exception();
    }

    private static Node overridden(Node tree, List<String> overrides, Problems problems) {
        Node changed = tree;
        for (String override : overrides) {
            changed = new KeyOverride(override, problems).applyTo(changed);
        }
        return changed;
    }

    private static @Nullable Object bind(Node tree, Problems problems) {
        Node resolved = tree instanceof Mapping mapping ? new StageOrder(problems).resolve(mapping) : tree;
        return new RecordBinder(problems).bind(Recipe.class, resolved, "");
    }

    private static @Nullable Node tree(Path file, Problems problems) {
        String text = RecipeText.read(file, problems);
        if (text == null) {
            return null;
        }
        Node root = new YamlReader(file.toString(), true, problems).read(text, "");
        boolean empty = root == null || (root instanceof Scalar scalar && scalar.text() == null);
        if (empty && problems.isEmpty()) {
            problems.add(Location.of(file.toString()), "", "is empty; configs/quickstart.yaml shows what a recipe has");
        }
        return empty ? null : root;
    }
}
