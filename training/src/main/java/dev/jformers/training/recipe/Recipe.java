package dev.jformers.training.recipe;

import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run: a model, the stages that it goes through, and where the result goes. */
public record Recipe(
        @Setting("The folder of the run: checkpoints, logs, the report and the resolved recipe.")
        Path outputDir,

        @Setting(
                value = "Decides every random choice: new weights, dropout, masking, the order of the data.",
                byDefault = "42")
        @PositiveOrZero(message = "must be 0 or greater")
        long seed,

        @Setting("The model as it is before the first stage.")
        ModelSource model,

        @Setting("What the model goes through, in this order.") @Size(min = 1, message = "must have at least one stage")
        List<Stage> stages,

        @Setting("Where the finished model goes; null exports nothing.") @Nullable
        Export export) {

    /** The name by which stages speak of the model as {@code model} gives it. */
    public static final String INITIAL = "initial";

    public Recipe {
        stages = List.copyOf(stages);
    }

    /**
     * Reads a recipe. Defaults are filled in: the names of stages, {@code eval_strategy} and all else that other keys decide,
     * too. Relative paths start at the working directory.
     *
     * @param yaml the file
     * @param overrides values in place of the file's, {@code stages.0.max_steps=10} or, by the stage's name,
     *     {@code stages.fine-tune.max_steps=10}; the last one wins
     * @throws RecipeException with every problem that the recipe has
     * @throws java.io.UncheckedIOException if the file is there but cannot be read
     */
    public static Recipe load(Path yaml, List<String> overrides) {
        return RecipeReader.read(yaml, overrides);
    }

    /** Returns the recipe as YAML with every default written out; {@link #load} reads an equal recipe from it. */
    public String toYaml() {
        return RecipeWriter.write(this);
    }
}
