package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.LabelSet;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.constraints.UniqueElements;
import org.jspecify.annotations.Nullable;

/** One label for each text. */
@Choice(value = "classification", meaning = "One label for each text.")
public record Classification(
        @Setting(value = "The share of a target's probability that is spread over all labels.", byDefault = "0.0")
        @DecimalMin(value = "0", message = "must be at least 0 and less than 1; typical values are 0 to 0.2")
        @DecimalMax(
                value = "1",
                inclusive = false,
                message = "must be at least 0 and less than 1; typical values are 0 to 0.2")
        double labelSmoothingFactor,

        @Setting("The labels in the order of their ids; null takes the labels found in the training data, sorted.")
        @Size(min = 2, message = "must have at least 2 labels")
        @UniqueElements(message = "must not name a label twice")
        @Nullable
        List<String> labels)
        implements Objective {

    public Classification {
        labels = labels == null ? null : List.copyOf(labels);
    }

    /**
     * The classes and their ids.
     *
     * @throws dev.jformers.InvalidInputException if they are fewer than two or one stands there twice
     */
    LabelSet labelSet(Dataset training) {
        return labels == null ? LabelSet.of(training) : LabelSet.of(labels);
    }

    @Override
    public void checkData(DataConfig data, KeyProblems problems) {
        if (data.format() != null && data.format().isPlain()) {
            problems.add(
                    "format",
                    "is " + data.format().name().toLowerCase(Locale.ROOT)
                            + " but classification needs labels, which plain text has not; use csv, tsv or jsonl");
        } else if (data.labelColumn() == null) {
            String remedy = "name their column, for example label_column: label";
            problems.add("label_column", "is missing but classification needs labels; " + remedy);
        }
    }

    @Override
    public void checkExamples(Dataset training, Dataset data) {
        labelSet(training).ids(data);
    }

    @Override
    public void checkModel(ModelDescription model) {
        model.forSequenceClassification(List.of("0", "1"));
    }

    @Override
    public Task newTask(HuggingFaceFolder model, Dataset training) {
        int fillerId = ModelDescription.of(model).fillerId();
        return new ClassificationTask(labelSet(training), labelSmoothingFactor, fillerId);
    }

    @Override
    public List<String> metrics() {
        return List.of("eval_loss", "eval_accuracy", "eval_macro_f1");
    }
}
