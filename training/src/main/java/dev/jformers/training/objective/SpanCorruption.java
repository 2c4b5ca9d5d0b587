package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.tokenizer.Sentinels;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.io.IOException;
import java.util.List;

/** Spans that were cut out of a text, as T5 learns. */
@Choice(
        value = SpanCorruption.NAME,
        meaning = "Produce the spans that were cut out of a text, a sentinel in the place of each, as T5 does.")
public record SpanCorruption(
        @Setting(value = "The share of tokens that are cut out.", byDefault = "0.15")
        @DecimalMin(value = "0", inclusive = false, message = "must be greater than 0 and less than 1; T5 uses 0.15")
        @DecimalMax(value = "1", inclusive = false, message = "must be greater than 0 and less than 1; T5 uses 0.15")
        double noiseDensity,

        @Setting(value = "The mean number of tokens of a span.", byDefault = "3.0")
        @DecimalMin(value = "1", message = "must be at least 1; T5 uses 3, ByT5 20 bytes")
        double meanNoiseSpanLength,

        @Setting(
                value =
                        "How texts become rows: `none` takes a text a row; `continuous` puts texts behind each other, each with the"
                                + " token that ends it, and cuts rows of `max_length`.",
                byDefault = "continuous")
        Packing packing)
        implements Objective {

    static final String NAME = "span_corruption";

    @Override
    public void check(KeyProblems problems) {
        if (packing == Packing.SEPARATE) {
            problems.add("packing", "is separate, which encoders cannot do; use none or continuous");
        }
    }

    @Override
    public void checkModel(ModelDescription model) {
        LanguageModels.requireEncoderDecoder(model, NAME);
    }

    @Override
    public Task newTask(HuggingFaceFolder model, Dataset training) throws IOException {
        ModelDescription description = ModelDescription.of(model);
        checkModel(description);
        DecoderTargets targets = DecoderTargets.of(description);
        return new SpanCorruptionTask(this, targets, Sentinels.read(model.path()));
    }

    @Override
    public List<String> metrics() {
        return TokenMeasure.METRICS;
    }
}
