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
}
