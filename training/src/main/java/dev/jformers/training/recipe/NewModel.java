package dev.jformers.training.recipe;

import com.google.gson.JsonObject;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.Setting;

/** A model with random weights. */
@Choice(value = "new", meaning = "A model with random weights, drawn from the run's seed.")
public record NewModel(
        @Setting(
                "The keys of Hugging Face's `config.json`: `model_type`, `hidden_size`, `num_hidden_layers` and so on.")
        JsonObject config,

        @Setting("How texts become tokens.") TokenizerSource tokenizer)
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
