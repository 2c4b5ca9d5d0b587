package dev.jformers.training.recipe;

import com.google.gson.JsonObject;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.ExistingFile;
import dev.jformers.training.setting.Setting;
import java.nio.file.Path;

/** A model with random weights. */
@Choice(value = "new", meaning = "A model with random weights, drawn from the run's seed.")
public record NewModel(
        @Setting(
                "The keys of Hugging Face's `config.json`: `model_type`, `hidden_size`, `num_hidden_layers` and so on.")
        JsonObject config,

        @Setting("The WordPiece vocabulary, one token a line: `vocab.txt`.") @ExistingFile
        Path vocab,

        @Setting(value = "Whether the tokenizer lowers case and strips accents.", byDefault = "true")
        boolean doLowerCase)
        implements ModelSource {

    public NewModel {
        config = config.deepCopy();
    }

    /** Returns a copy: changing it changes nothing here. */
    @Override
    public JsonObject config() {
        return config.deepCopy();
    }
}
