package dev.jformers.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recipe that fine-tunes the tiny model on a few texts, and its files. */
record TinyRun(Path folder) {

    Path config() {
        return folder.resolve("tiny.yaml");
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

    void write(int maxSteps) throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (char c = 'a'; c <= 'z'; c++) {
            rows.append("hello plant ").append(c).append(",plant\n");
            rows.append(c).append(' ').append(c).append(",letter\n");
        }
        Files.writeString(data(), rows);
        Files.writeString(
                config(), """
                output_dir: %s
                model: {type: pretrained, path: %s}
                stages:
                  - type: train
                    name: tune
                    objective: {type: classification}
                    train: {path: %s, label_column: label}
                    per_device_train_batch_size: 4
                    max_length: 19
                    max_steps: %d
                export: {path: %s}
                """.formatted(output(), Models.CLASSIFIER.toAbsolutePath(), data(), maxSteps, export()));
    }
}
