package dev.jformers.training;

import ai.djl.Device;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.tokenizer.TokenizerFiles;
import dev.jformers.training.recipe.NewModel;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.trainer.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the folder of a model with random weights. */
final class InitialModel {

    private InitialModel() {}

    /**
     * Writes the model where there is none yet.
     *
     * @throws InvalidInputException if the configuration describes no model
     */
    static void write(NewModel source, long seed, Path target, Device device) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        TokenizerFiles tokenizer = source.tokenizer().read();
        ModelDescription description = ModelDescription.of("model.config", source.config());
        Seeds.ofStage(seed, Recipe.INITIAL).seedInitialization();
        try (PretrainedModel model = PretrainedModel.random(description, PretrainedModel.Use.INFERENCE, device)) {
            HuggingFaceFolderWriter files = model.files();
            tokenizer.addTo(files, description.transformer().maxPositions());
            files.write(target);
        }
    }
}
