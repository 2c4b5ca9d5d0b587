package dev.jformers.training.recipe;

import dev.jformers.training.setting.Setting;
import java.nio.file.Path;

/** Where the finished model goes, as a Hugging Face folder. */
public record Export(
        @Setting("The folder to write: configuration, weights and tokenizer as Hugging Face has them.")
        Path path,

        @Setting(
                value = "The train stage whose model is exported, or `initial`.",
                derived = "the last train stage, or initial")
        String stage) {}
