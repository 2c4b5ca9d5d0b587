package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text from a text, by teacher forcing. */
@Choice(
        value = SequenceToSequence.NAME,
        meaning =
                "Produce a text from a text with an encoder and a decoder, which reads the true tokens before each one.")
public record SequenceToSequence(
        @Setting(value = "The share of a target's probability that is spread over all tokens.", byDefault = "0.0")
        @DecimalMin(value = "0", message = "must be at least 0 and less than 1; typical values are 0 to 0.2")
        @DecimalMax(
                value = "1",
                inclusive = false,
                message = "must be at least 0 and less than 1; typical values are 0 to 0.2")
        double labelSmoothingFactor,

        @Setting(
                "Tokens of a target, the one that ends it counted; what is longer is cut off. Null takes `max_length`.")
        @Min(value = 2, message = "must be at least 2: a token and the one that ends the text")
        @Nullable
        Integer maxTargetLength)
        implements Objective {

    static final String NAME = "sequence_to_sequence";

    @Override
    public void checkModel(ModelDescription model) {
        LanguageModels.requireEncoderDecoder(model, NAME);
    }

    @Override
    public void checkData(DataConfig data, KeyProblems problems) {
        if (!data.hasTargets()) {
            problems.add(
                    "target_column",
                    "is missing but sequence_to_sequence needs texts to produce; name their column, or the file of the"
                            + " other half of a parallel corpus in target_path");
        } else if (data.targetColumn() != null && data.targetPath() != null) {
            problems.add("target_path", "is given beside target_column; keep one of them");
        }
    }

    @Override
    public Task newTask(HuggingFaceFolder model, Dataset training) {
        ModelDescription description = ModelDescription.of(model);
        checkModel(description);
        DecoderTargets targets = DecoderTargets.of(description);
        return new SequenceToSequenceTask(targets, labelSmoothingFactor, maxTargetLength);
    }

    @Override
    public List<String> metrics() {
        return SequenceMeasure.METRICS;
    }
}
