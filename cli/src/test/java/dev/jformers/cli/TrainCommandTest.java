package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private TinyRun run = new TinyRun(folder);

    @BeforeEach
    void writeRun() throws IOException {
        run = new TinyRun(folder);
        run.write(4);
    }

    @Test
    void aDryRunPrintsTheWholeRecipeAndDoesNothing() {
        String recipe = CommandRun.of("train", run.config(), "--dry-run", "--set", "stages.tune.max_steps=7")
                .succeeded();
        assertTrue(recipe.contains("max_steps: 7\n"), recipe);
        assertTrue(recipe.contains("adam_beta1: 0.9\n"), recipe);
        assertTrue(Files.notExists(run.output()));
    }

    @Test
    void aRunEndsInASummaryAndAnExportThatPredictsAndIsMeasured() throws IOException {
        String summary = CommandRun.of("train", run.config()).succeeded();
        assertTrue(summary.contains("report.html"), summary);
        String answer = CommandRun.of("predict", run.export(), "hello plant").succeeded();
        assertTrue(answer.matches("(plant|letter) +0\\.\\d{4}  hello plant\n"), answer);

        Path json = folder.resolve("evaluation.json");
        CommandRun evaluation = CommandRun.of("evaluate", run.export(), "--data", run.data(), "--json", json);
        assertTrue(evaluation.succeeded().contains("accuracy"), evaluation.out());
        assertTrue(Files.readString(json).contains("\"eval_samples\": 52"));
        CommandRun.of("evaluate", run.export(), "--data", run.data(), "--json", json)
                .failed("jformers evaluate: " + json + " exists already; choose another output or add --overwrite");
    }

    @Test
    void aRunThatIsThereIsKeptUnlessAsked() {
        CommandRun.of("train", run.config()).succeeded();
        CommandRun again = CommandRun.of("train", run.config());
        assertEquals(ExitCodes.FAILED, again.code());
        assertTrue(again.errors().contains("--resume"), again.errors());
        assertTrue(again.errors().contains("--overwrite"), again.errors());
        assertEquals(1, again.errors().lines().count(), again.errors());
        CommandRun.of("train", run.config(), "--resume").succeeded();
        CommandRun.of("train", run.config(), "--overwrite").succeeded();
    }

    @Test
    void allProblemsOfARecipeAreListed() {
        CommandRun bad = CommandRun.of(
                "train", run.config(), "--set", "stages.tune.learning_rate=-1", "--set", "stages.tune.max_stepps=5");
        assertEquals(ExitCodes.USAGE, bad.code());
        assertTrue(bad.errors().startsWith("jformers train: the recipe has 2 problems:\n  "), bad.errors());
        assertTrue(bad.errors().contains("max_steps"), bad.errors());
        assertEquals(3, bad.errors().lines().count(), bad.errors());
    }

    @Test
    void textsLongerThanTheModelReadsAreAProblemOfTheRecipe() throws IOException {
        Path config = Files.writeString(
                run.config(), Files.readString(run.config()).replace("max_length: 19", "max_length: 20"));
        CommandRun tooLong = CommandRun.of("train", config);
        assertEquals(ExitCodes.USAGE, tooLong.code());
        assertEquals(
                "jformers train: " + config
                        + ":9: stages[0].max_length is 20 but the model has 19 positions; use at most 19.\n",
                tooLong.errors());
        CommandRun overridden = CommandRun.of("train", config, "--set", "stages.tune.max_length=21");
        assertEquals(ExitCodes.USAGE, overridden.code());
        assertEquals(
                "jformers train: --set stages.tune.max_length=21: stages[0].max_length is 21 but the model has 19"
                        + " positions; use at most 19.\n",
                overridden.errors());
        assertTrue(Files.notExists(run.output()));
    }

    @Test
    void keysOfANewModelThatNobodyReadsAreProblemsOfTheRecipe() throws IOException {
        Path vocabulary = Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n");
        String model =
                "model: {type: new, config: {model_type: bert, vocab_size: 6, hidden_size: 8, num_hidden_layers: 1,"
                        + " num_attention_heads: 2, intermediate_size: 8, max_position_embeddings: 20, hiden_act: relu},"
                        + " tokenizer: {type: word_piece, vocab: " + vocabulary + "}}";
        Path config =
                Files.writeString(run.config(), Files.readString(run.config()).replaceFirst("model: .*", model));
        CommandRun misspelt = CommandRun.of("train", config);
        assertEquals(ExitCodes.USAGE, misspelt.code());
        assertEquals(
                "jformers train: " + config
                        + ":2: model.config.hiden_act is no key of bert that jformers reads; did you mean hidden_act?\n",
                misspelt.errors());
    }

    @Test
    void aMissingRecipe() {
        CommandRun missing = CommandRun.of("train", folder.resolve("none.yaml"));
        assertEquals(ExitCodes.USAGE, missing.code());
        assertTrue(missing.errors().startsWith("jformers train: " + folder.resolve("none.yaml")), missing.errors());
        assertEquals(1, missing.errors().lines().count(), missing.errors());
    }

    @Test
    void resumeAndOverwriteExcludeEachOther() {
        CommandRun both = CommandRun.of("train", run.config(), "--resume", "--overwrite");
        assertEquals(ExitCodes.USAGE, both.code());
        assertEquals(
                "jformers train: --resume goes on with the run in output_dir from its last checkpoint, --overwrite deletes"
                        + " that run and begins anew; give one of them\nTry `jformers train --help`.\n",
                both.errors());
    }

    @Test
    void aLabelThatTheModelDoesNotKnow() throws IOException {
        Path data = Files.writeString(folder.resolve("other.csv"), "text,label\nhello,mineral\n");
        CommandRun unknown = CommandRun.of("evaluate", Models.CLASSIFIER, "--data", data);
        assertEquals(ExitCodes.FAILED, unknown.code());
        assertTrue(unknown.errors().contains("mineral"), unknown.errors());
        assertEquals(1, unknown.errors().lines().count(), unknown.errors());
    }

    @Test
    void evaluationDataWithoutTheColumn() throws IOException {
        Path data = Files.writeString(folder.resolve("other.csv"), "text,class\nhello,plant\n");
        CommandRun missing = CommandRun.of("evaluate", Models.CLASSIFIER, "--data", data);
        assertEquals(ExitCodes.FAILED, missing.code());
        assertTrue(missing.errors().contains("\"label\""), missing.errors());
        CommandRun.of("evaluate", Models.CLASSIFIER, "--data", data, "--label-column", "class")
                .succeeded();
    }

    @Test
    void aModelThatIsNoClassifierIsNotMeasured() throws IOException {
        CommandRun refused = CommandRun.of("evaluate", Models.embedder(folder.resolve("model")), "--data", run.data());
        assertEquals(ExitCodes.FAILED, refused.code());
        assertTrue(refused.errors().contains("holds no classifier"), refused.errors());
    }
}
