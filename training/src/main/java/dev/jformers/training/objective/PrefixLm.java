package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.Setting;
import java.util.List;

/** What follows a prefix all of whose tokens see each other. */
@Choice(
        value = PrefixLm.NAME,
        meaning =
                "Predict what follows a prefix, whose tokens all see each other: the target of an example (`target_column`)"
                        + " behind its text, or, without targets, the rest of a row behind a cut drawn at random.")
public record PrefixLm(
        @Setting(
                value =
                        "How texts without targets become rows: `none` takes a text a row; `continuous` puts texts behind each"
                                + " other, each with the token that ends it, and cuts rows of `max_length`.",
                byDefault = "continuous")
        Packing packing)
        implements Objective {

    static final String NAME = "prefix_lm";

    @Override
    public void check(KeyProblems problems) {
        if (packing == Packing.SEPARATE) {
            problems.add("packing", "is separate, but a row has one prefix; use none or continuous");
        }
    }

    @Override
    public void checkModel(ModelDescription model) {
        LanguageModels.requireDecoder(model, NAME);
    }

    @Override
    public void checkData(DataConfig data, KeyProblems problems) {
        if (data.targetPath() != null) {
            problems.add("target_path", "is for the objective sequence_to_sequence; use target_column here");
        }
    }

    @Override
    public Task newTask(HuggingFaceFolder model, Dataset training) {
        ModelDescription description = ModelDescription.of(model);
        checkModel(description);
        return new PrefixLmTask(packing, description.endOfTextId(), LanguageModels.fillerId(description));
    }

    @Override
    public List<String> metrics() {
        return SequenceMeasure.METRICS;
    }
}
