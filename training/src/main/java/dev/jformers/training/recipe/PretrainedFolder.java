package dev.jformers.training.recipe;

import dev.jformers.hub.ModelLocation;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.ExistingModel;
import dev.jformers.training.setting.Setting;

/** Weights, configuration and tokenizer of a Hugging Face folder. */
@Choice(value = "pretrained", meaning = "Weights, configuration and tokenizer of a Hugging Face folder.")
public record PretrainedFolder(
        @Setting(
                "The folder with `config.json`, `model.safetensors` and `tokenizer.json`, or the name of a model of the hub:"
                        + " `hf:organisation/name@revision`.")
        @ExistingModel
        String path)
        implements ModelSource {

    /** What {@link #path} means. */
    public ModelLocation location() {
        return ModelLocation.of(path);
    }
}
