package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each token from those before it, as GPT learns. */
@Choice(value = Autoregressive.NAME, meaning = "Predict each token from those before it, as GPT does.")
public record Autoregressive(
        @Setting(
                value =
                        "How texts become rows: `none` takes a text a row; `continuous` puts texts behind each other, each with the"
                                + " token that ends it, and cuts rows of `max_length`; `separate` does that too, but attention and"
                                + " positions start anew with each text.",
                byDefault = "continuous")
        Packing packing,

        @Setting(
                "Beginnings of texts that the model goes on with when the stage ends, for people to read; null for none.")
        @Nullable
        List<String> samplePrompts,

        @Setting(value = "The most tokens of such a text.", byDefault = "200")
        @Positive(message = "must be greater than 0")
        int sampleTokens)
        implements Objective {

    static final String NAME = "autoregressive";

    public Autoregressive {
        samplePrompts = samplePrompts == null ? null : List.copyOf(samplePrompts);
    }

    @Override
    public void checkModel(ModelDescription model) {
        LanguageModels.requireDecoder(model, NAME);
    }

    @Override
    public Task newTask(HuggingFaceFolder model, Dataset training) {
        ModelDescription description = ModelDescription.of(model);
        checkModel(description);
        return new AutoregressiveTask(this, description.endOfTextId(), LanguageModels.fillerId(description));
    }

    @Override
    public List<String> metrics() {
        return TokenMeasure.METRICS;
    }
}
