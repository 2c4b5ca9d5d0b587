package dev.jformers.training.recipe;

import dev.jformers.training.data.DataConfig;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.hibernate.validator.constraints.UniqueElements;

/** Measures what train stages made, all on the same data. */
@Choice(value = "evaluate", meaning = "Measures the models that train stages made, all on the same data.")
public record EvaluateStage(
        @Setting("Names the stage; unique, and the name of its folder under `output_dir`.")
        @Pattern(regexp = TrainStage.NAME, message = TrainStage.NAME_RULE)
        String name,

        @Setting(
                value = "The train stages whose models are measured, or `initial` for the model as `model` gives it.",
                derived = "the last train stage before this one, or initial")
        @Size(min = 1, message = "must name at least one train stage")
        @UniqueElements(message = "must not name a train stage twice")
        List<String> models,

        @Setting("The data to measure on.") DataConfig data,

        @Setting(value = "Examples in one evaluation batch.", byDefault = "64")
        @Positive(message = "must be greater than 0")
        int perDeviceEvalBatchSize,

        @Setting(value = "Tokens of a text, special tokens counted; what is longer is cut off.", byDefault = "128")
        @Min(value = 3, message = "must be at least 3: two special tokens and one of the text")
        int maxLength)
        implements Stage {

    public EvaluateStage {
        models = List.copyOf(models);
    }

    @Override
    public List<DataConfig> dataSets() {
        return List.of(data);
    }
}
