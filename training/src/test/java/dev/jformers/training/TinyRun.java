package dev.jformers.training;

import dev.jformers.training.progress.RunListener;
import dev.jformers.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A run of a tiny classifier on a few lines of data, for tests. */
final class TinyRun {

    static final Path MODEL =
            Path.of("../core/src/test/resources/fixtures/bert-tiny-classifier").toAbsolutePath();

    private final Path folder;

    /**
     * @param folder takes the data, the recipe and the run
     */
    TinyRun(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        StringBuilder csv = new StringBuilder("label,text\n");
        List<String> vocabulary = Files.readAllLines(MODEL.resolve("vocab.txt")).stream()
                .filter(token -> token.matches("[a-z]+"))
                .toList();
        for (int i = 0; i < 60; i++) {
            csv.append(i % 3 == 0 ? "yes" : "no").append(",\"");
            for (int word = 0; word < 2 + i % 6; word++) {
                csv.append(vocabulary.get((i * 7 + word * (i % 3 + 1)) % vocabulary.size()))
                        .append(' ');
            }
            csv.append(i % 3 == 0 ? vocabulary.get(0) : vocabulary.get(1)).append("\"\n");
        }
        Files.writeString(data(), csv);
    }

    Path data() {
        return folder.resolve("data.csv");
    }

    Path output() {
        return folder.resolve("run");
    }

    Path export() {
        return folder.resolve("export");
    }

    /** The file of the weights that the run ends with. */
    Path weights() {
        return export().resolve("model.safetensors");
    }

    Path recipeFile(int pretrainSteps, int fineTuneSteps) throws IOException {
        String yaml =
                """
                output_dir: %s
                seed: 7
                model: {type: pretrained, path: %s}
                stages:
                  - type: train
                    name: pretrain
                    objective: {type: masked_lm}
                    train: {path: %s, text_column: text}
                    max_length: 16
                    per_device_train_batch_size: 8
                    max_tokens_per_micro_batch: 40
                    max_steps: %d
                    learning_rate: 1.0e-3
                    save_steps: 5
                    logging_steps: 3
                    dropout: 0.2
                  - type: train
                    name: fine-tune
                    objective: {type: classification}
                    train: {path: %s, text_column: text, label_column: label}
                    validation: {path: %s, text_column: text, label_column: label}
                    max_length: 16
                    per_device_train_batch_size: 8
                    max_steps: %d
                    learning_rate: 1.0e-2
                    warmup_steps: 4
                    weight_decay: 0.01
                    save_steps: 5
                    eval_strategy: steps
                    eval_steps: 7
                    logging_steps: 3
                    dropout: 0.2
                  - {type: evaluate, name: evaluate, data: {path: %s, label_column: label}, max_length: 16}
                export: {path: %s}
                """.formatted(output(), MODEL, data(), pretrainSteps, data(), data(), fineTuneSteps, data(), export());
        Path file = folder.resolve("recipe.yaml");
        Files.writeString(file, yaml);
        return file;
    }

    RunResult run(StartMode mode, String... overrides) throws IOException, InterruptedException {
        return run(mode, new RunListener() {}, overrides);
    }

    RunResult run(StartMode mode, RunListener listener, String... overrides) throws IOException, InterruptedException {
        try (TrainingRun run = TrainingRun.prepare(Recipe.load(recipeFile(12, 20), List.of(overrides)), mode)) {
            return run.run(listener);
        }
    }
}
