package dev.jformers.training.recipe;

import dev.jformers.training.recipe.Node.Mapping;
import dev.jformers.training.recipe.Node.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a recipe: file to tree, overrides, derived values, records. */
final class RecipeReader {

    private RecipeReader() {}

    static Recipe read(Path file, List<String> overrides) {
        Problems problems = new Problems();
        Node root = tree(file, problems);
        if (root == null) {
            problems.throwIfAny();
        }
        Node changed = Objects.requireNonNull(root);
        for (String override : overrides) {
            changed = new KeyOverride(override, problems).applyTo(changed);
        }
        Object recipe = changed instanceof Mapping mapping
                ? new RecordBinder(problems).bind(Recipe.class, new StageOrder(problems).resolve(mapping), "")
                : null;
        if (recipe == null && !(changed instanceof Mapping)) {
            problems.add(
                    changed.at(), "", "is " + changed.shown() + " but a recipe begins with keys, output_dir and so on");
        }
        problems.throwIfAny();
        return (Recipe) Objects.requireNonNull(recipe);
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
