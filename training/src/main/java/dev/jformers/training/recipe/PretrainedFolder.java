package dev.jformers.training.recipe;

import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.ExistingFolder;
import dev.jformers.training.setting.Setting;
import java.nio.file.Path;

/** Weights, configuration and tokenizer of a Hugging Face folder. */
@Choice(value = "pretrained", meaning = "Weights, configuration and tokenizer of a Hugging Face folder.")
public record PretrainedFolder(
        @Setting("The folder with `config.json`, `model.safetensors` and `tokenizer.json`.") @ExistingFolder
        Path path) implements ModelSource {}
