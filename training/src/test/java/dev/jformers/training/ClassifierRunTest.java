package dev.jformers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.progress.StepProgress;
import dev.jformers.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models that write learn to label texts of different lengths: what they have learned by writing stays, with another head. */
class ClassifierRunTest {

    private static final String DATA = """
            text,label
            one,few
            two of them,few
            three of them all,few
            four,few
            hundreds,many
            thousands of them,many
            millions,many
            billions of them all,many
            """;

    @TempDir
    Path folder;

    /** A kind of model, and what it learns before. */
    private enum Model {
        /** Has no token for padding. */
        GPT2(
                "autoregressive",
                "{model_type: gpt2, vocab_size: 258, n_positions: 32, n_embd: 32, n_layer: 2, n_head: 2, eos_token_id: 256}"),
        LLAMA("autoregressive", """
                {model_type: llama, vocab_size: 258, hidden_size: 32, intermediate_size: 48, num_hidden_layers: 2,
                 num_attention_heads: 4, num_key_value_heads: 2, max_position_embeddings: 32, eos_token_id: 256, pad_token_id: 257}"""),
        /** Its decoder reads the text, too. */
        T5("span_corruption", """
                {model_type: t5, vocab_size: 262, d_model: 32, d_kv: 8, d_ff: 48, num_layers: 2, num_heads: 4,
                 decoder_start_token_id: 257, eos_token_id: 256, pad_token_id: 257}"""),
        BART("sequence_to_sequence", """
                {model_type: bart, vocab_size: 262, d_model: 32, encoder_layers: 2, decoder_layers: 2, encoder_ffn_dim: 48,
                 decoder_ffn_dim: 48, encoder_attention_heads: 2, decoder_attention_heads: 2, max_position_embeddings: 64,
                 decoder_start_token_id: 256, eos_token_id: 256, pad_token_id: 257, forced_eos_token_id: 256}""");

        private final String objective;
        private final String config;

        Model(String objective, String config) {
            this.objective = objective;
            this.config = config.replace("\n", " ");
        }
    }

    @BeforeEach
    void writeData() throws IOException {
        Files.writeString(folder.resolve("data.csv"), DATA);
    }

    private Recipe recipe(Model model, String run) throws IOException {
        String yaml = """
                output_dir: %1$s
                seed: 3
                model: {type: new, tokenizer: {type: bytes, extra_ids: %2$d}, config: %3$s}
                stages:
                  - type: train
                    name: write
                    objective: {type: %4$s}
                    train: {path: %5$s, target_column: label}
                    max_length: 32
                    max_steps: 2
                    learning_rate: 1.0e-2
                  - type: train
                    name: label
                    objective: {type: classification}
                    train: {path: %5$s, label_column: label}
                    validation: {path: %5$s, label_column: label}
                    max_length: 32
                    per_device_train_batch_size: 8
                    max_steps: 60
                    learning_rate: 5.0e-3
                    dropout: 0
                    save_steps: 10
                  - type: evaluate
                    name: measure
                    data: {path: %5$s, label_column: label}
                    max_length: 32
                export: {path: %1$s-export, stage: label}
                """.formatted(
                        folder.resolve(run),
                        model == Model.T5 || model == Model.BART ? 4 : 0,
                        model.config,
                        model.objective,
                        folder.resolve("data.csv"));
        return Recipe.load(Files.writeString(folder.resolve("recipe.yaml"), yaml), List.of());
    }

    @ParameterizedTest
    @EnumSource
    void aModelThatWritesLearnsToLabelTexts(Model model) throws Exception {
        List<LogEntry> evaluations = new ArrayList<>();
        try (TrainingRun run = TrainingRun.prepare(recipe(model, "run"), StartMode.NEW)) {
            assertEquals(
                    RunResult.Status.FINISHED,
                    run.run(new RunListener() {
                                @Override
                                public void evaluated(LogEntry entry) {
                                    evaluations.add(entry);
                                }
                            })
                            .status());
        }
        assertEquals(1.0, evaluations.get(evaluations.size() - 1).values().get("eval_accuracy"));
        String measured = Files.readString(folder.resolve("run/measure/label.json"));
        assertTrue(measured.contains("\"eval_accuracy\": 1.0"), measured);
    }

    @ParameterizedTest
    @EnumSource
    void aStoppedRunThatIsResumedEndsWithTheSameBytes(Model model) throws Exception {
        for (String name : List.of("whole", "stopped")) {
            try (TrainingRun run = TrainingRun.prepare(recipe(model, name), StartMode.NEW)) {
                int[] left = {name.equals("stopped") ? 17 : -1};
                run.run(new RunListener() {
                    @Override
                    public void stepFinished(StepProgress progress) {
                        if (--left[0] == 0) {
                            run.requestStop();
                        }
                    }
                });
            }
        }
        try (TrainingRun run = TrainingRun.prepare(recipe(model, "stopped"), StartMode.RESUME)) {
            assertEquals(
                    RunResult.Status.FINISHED, run.run(new RunListener() {}).status());
        }
        assertArrayEquals(weights("whole"), weights("stopped"));
    }

    private byte[] weights(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run + "-export/model.safetensors"));
    }
}
