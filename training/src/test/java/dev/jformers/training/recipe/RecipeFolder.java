package dev.jformers.training.recipe;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with a model, data and recipes over them, for tests. */
record RecipeFolder(Path root) {

    /** A recipe without a fault: two train stages and an evaluation. {@code ROOT} stands for the folder. */
    static final String SOUND = """
            output_dir: ROOT/run
            model:
              type: pretrained
              path: ROOT/model
            stages:
              - type: train
                name: pretrain
                objective: {type: masked_lm}
                train: {path: ROOT/texts.txt}
                max_steps: 10
              - type: train
                name: fine-tune
                objective: {type: classification}
                train: {path: ROOT/train.tsv, label_column: label}
                validation: {path: ROOT/train.tsv, label_column: label}
                learning_rate: 1e-4
              - type: evaluate
                name: evaluate
                data: {path: ROOT/train.tsv, label_column: label}
            """;

    static RecipeFolder in(Path root) {
        try {
            Files.createDirectories(root.resolve("model"));
            Files.writeString(root.resolve("vocab.txt"), "[PAD]\n");
            Files.writeString(root.resolve("texts.txt"), "a text\n");
            Files.writeString(root.resolve("train.tsv"), "label\ttext\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RecipeFolder(root);
    }

    Path write(String yaml) {
        try {
            return Files.writeString(root.resolve("x.yaml"), yaml.replace("ROOT", root.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Recipe load(String yaml, String... overrides) {
        return Recipe.load(write(yaml), List.of(overrides));
    }

    /** Returns the problems of a recipe, one a line, with the folder's name left out. */
    String problems(String yaml, String... overrides) {
        RecipeException thrown = assertThrows(RecipeException.class, () -> load(yaml, overrides));
        return String.valueOf(thrown.getMessage()).replace(root + "/", "");
    }

    /** Returns the problems of the sound recipe with one text replaced by another. */
    String problemsWith(String old, String replacement) {
        if (!SOUND.contains(old)) {
            throw new IllegalArgumentException(old);
        }
        return problems(SOUND.replace(old, replacement));
    }
}
