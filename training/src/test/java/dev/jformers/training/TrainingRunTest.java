package dev.jformers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.progress.StepProgress;
import dev.jformers.training.recipe.EvaluateStage;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.trainer.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

    @TempDir
    Path folder;

    private TinyRun tiny;

    @BeforeEach
    void writeData() throws IOException {
        tiny = new TinyRun(folder);
    }

    @Test
    void threeStagesLeaveAnExportThatLearnedAndAReport() throws Exception {
        RunResult result = tiny.run(StartMode.NEW, "stages.fine-tune.max_steps=150");
        assertEquals(RunResult.Status.FINISHED, result.status());
        assertTrue(Files.readString(tiny.output().resolve("report.html")).contains("masked language model"));
        assertTrue(Files.exists(tiny.output().resolve("evaluate/fine-tune.json")));
        assertTrue(Files.readString(tiny.export().resolve("config.json")).contains("BertForSequenceClassification"));
        try (Stream<Path> files = Files.list(tiny.export())) {
            assertFalse(files.anyMatch(file -> file.toString().contains("optimizer")));
        }
        Evaluation evaluation = ModelEvaluation.evaluate(
                tiny.export(),
                Recipe.load(tiny.recipeFile(1, 1), List.of()).stages().stream()
                        .filter(EvaluateStage.class::isInstance)
                        .map(stage -> ((EvaluateStage) stage).data())
                        .findFirst()
                        .orElseThrow(),
                16,
                16,
                new RunListener() {});
        assertTrue(
                evaluation.metrics().accuracy() > 0.9,
                "accuracy " + evaluation.metrics().accuracy());
    }

    @Test
    void whatMadeTheWeightsTravelsWithEachCheckpointAndTheExport() throws Exception {
        Path measured = Files.copy(tiny.data(), folder.resolve("measured.csv"));
        tiny.run(StartMode.NEW, "stages.evaluate.data.path=" + measured);
        for (Path place : List.of(
                tiny.output().resolve("pretrain/checkpoint-12"),
                tiny.output().resolve("fine-tune/checkpoint-20"),
                tiny.export())) {
            JsonObject provenance = StrictJson.read(place.resolve("provenance.json"));
            assertEquals(7, provenance.get("seed").getAsLong());
            assertEquals(TinyRun.MODEL.toString(), provenance.get("base_model").getAsString());
            assertEquals(
                    Files.readString(tiny.output().resolve("recipe.yaml")),
                    provenance.get("recipe").getAsString());
            assertTrue(provenance.keySet().containsAll(List.of("jformers", "commit", "written")));
            JsonArray data = provenance.getAsJsonArray("data");
            assertEquals(2, data.size());
            assertEquals(
                    measured.toString(),
                    data.get(1).getAsJsonObject().get("file").getAsString());
            assertEquals(
                    64,
                    data.get(1).getAsJsonObject().get("sha256").getAsString().length());
        }
    }

    @Test
    void whatStartsAtRandomIsNamedOnceAndReported() throws Exception {
        List<String> messages = messages();
        String mine = "stage fine-tune: not in " + tiny.output().resolve("pretrain/checkpoint-12")
                + " and newly initialized: bert.pooler.dense.weight, bert.pooler.dense.bias, classifier.weight,"
                + " classifier.bias";
        assertEquals(1, messages.stream().filter(text -> text.equals(mine)).count(), messages.toString());
        assertTrue(Files.readString(tiny.output().resolve("report.html")).contains("Newly initialized"));
    }

    @Test
    void aTokenizerWithMoreTokensThanTheModelHasEmbeddingsIsRefused() throws Exception {
        Path model = Files.createDirectories(folder.resolve("model"));
        for (String file : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            Files.copy(TinyRun.MODEL.resolve(file), model.resolve(file));
        }
        JsonObject tokenizer = StrictJson.read(model.resolve("tokenizer.json"));
        int size =
                StrictJson.read(model.resolve("config.json")).get("vocab_size").getAsInt();
        JsonObject token = new JsonObject();
        token.addProperty("id", size);
        token.addProperty("content", "<new>");
        token.addProperty("special", false);
        tokenizer.getAsJsonArray("added_tokens").add(token);
        StrictJson.write(tokenizer, model.resolve("tokenizer.json"));
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> tiny.run(StartMode.NEW, "model.path=" + model));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .contains(" has " + (size + 1) + " tokens but vocab_size in its config.json is " + size + ": "),
                refused.getMessage());
        assertFalse(Files.exists(tiny.output()));
    }

    @Test
    void aVocabularyLargerThanTheNewModelIsRefused() throws Exception {
        Path config = folder.resolve("recipe.yaml");
        String pretrained = "{type: pretrained, path: " + TinyRun.MODEL + "}";
        String fresh = "{type: new, tokenizer: {type: word_piece, vocab: " + TinyRun.MODEL.resolve("vocab.txt")
                + "}, config: {model_type: bert, vocab_size: 10, hidden_size: 8, num_hidden_layers: 1,"
                + " num_attention_heads: 2, intermediate_size: 8, max_position_embeddings: 16}}";
        String yaml = Files.readString(tiny.recipeFile(1, 1)).replace(pretrained, fresh);
        Files.writeString(config, yaml);
        Recipe recipe = Recipe.load(config, List.of());
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> TrainingRun.prepare(recipe, StartMode.NEW));
        assertEquals(
                "model.config.vocab_size is 10 but model.tokenizer has 67 tokens; set it to at least 67.",
                refused.getMessage());
        assertFalse(Files.exists(tiny.output()));
    }

    @Test
    void theSameRecipeTwiceEndsWithTheSameBytes() throws Exception {
        tiny.run(StartMode.NEW);
        byte[] first = Files.readAllBytes(tiny.weights());
        tiny.run(StartMode.OVERWRITE);
        assertArrayEquals(first, Files.readAllBytes(tiny.weights()));
    }

    @Test
    void aRunStoppedInEachStageAndResumedEndsWithTheBytesOfAnUninterruptedOne() throws Exception {
        tiny.run(StartMode.NEW);
        byte[] uninterrupted = Files.readAllBytes(tiny.weights());
        TinyRun other = new TinyRun(folder.resolve("other"));
        assertEquals(RunResult.Status.STOPPED, runAndStopAfter(other, StartMode.NEW, 7));
        assertEquals(RunResult.Status.STOPPED, runAndStopAfter(other, StartMode.RESUME, 9));
        assertEquals(RunResult.Status.FINISHED, other.run(StartMode.RESUME).status());
        assertArrayEquals(uninterrupted, Files.readAllBytes(other.weights()));
    }

    private static RunResult.Status runAndStopAfter(TinyRun tiny, StartMode mode, int steps) throws Exception {
        try (TrainingRun run = TrainingRun.prepare(Recipe.load(tiny.recipeFile(12, 20), List.of()), mode)) {
            int[] left = {steps};
            return run.run(new RunListener() {
                        @Override
                        public void stepFinished(StepProgress progress) {
                            if (--left[0] == 0) {
                                run.requestStop();
                            }
                        }
                    })
                    .status();
        }
    }

    @Test
    void aFolderThatHoldsARunIsRefusedWithTheWaysOn() throws Exception {
        tiny.run(StartMode.NEW);
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> tiny.run(StartMode.NEW));
        assertTrue(String.valueOf(refused.getMessage()).contains("--resume"), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("--overwrite"), refused.getMessage());
    }

    @Test
    void aFolderBelowAFileIsRefused() {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class, () -> tiny.run(StartMode.NEW, "output_dir=" + tiny.data() + "/run"));
        assertEquals(
                "output_dir is " + tiny.data() + "/run but " + tiny.data()
                        + " is a file; name a folder (--set output_dir=...).",
                refused.getMessage());
    }

    @Test
    void aRunThatIsResumedBeforeItBeganSaysSo() throws Exception {
        List<String> said = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void message(String text) {
                said.add(text);
            }
        };
        tiny.run(StartMode.RESUME, listener, "stages.pretrain.max_steps=1", "stages.fine-tune.max_steps=1");
        assertEquals("no run in " + tiny.output() + " to go on with: it begins anew", said.get(0));
    }

    @Test
    void resumingWithAnotherRecipeIsRefusedAndShowsTheDifference() throws Exception {
        tiny.run(StartMode.NEW);
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> tiny.run(StartMode.RESUME, "seed=8"));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("was `seed: 7` and is now `seed: 8`"),
                refused.getMessage());
    }

    @Test
    void aFolderWithOtherFilesIsNeverOverwritten() throws Exception {
        Files.createDirectories(tiny.output());
        Files.writeString(tiny.output().resolve("thesis.tex"), "years of work");
        for (StartMode mode : StartMode.values()) {
            InvalidInputException refused = assertThrows(InvalidInputException.class, () -> tiny.run(mode));
            assertTrue(String.valueOf(refused.getMessage()).contains("thesis.tex"), refused.getMessage());
        }
        assertEquals("years of work", Files.readString(tiny.output().resolve("thesis.tex")));
    }

    @Test
    void dataAreReadOnceForTheWholeRun() throws Exception {
        Recipe recipe = Recipe.load(tiny.recipeFile(2, 2), List.of());
        try (TrainingRun run = TrainingRun.prepare(recipe, StartMode.NEW)) {
            Files.delete(tiny.data());
            assertEquals(
                    RunResult.Status.FINISHED, run.run(new RunListener() {}).status());
        }
    }

    @Test
    void textsLongerThanTheModelReadsAreRefusedBeforeAnythingIsTrained() throws Exception {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class, () -> tiny.run(StartMode.NEW, "stages.evaluate.max_length=20"));
        assertEquals(
                "stages[2].max_length is 20 but the model has 19 positions; use at most 19.", refused.getMessage());
        assertTrue(Files.notExists(tiny.output()));
    }

    @Test
    void aFolderThatIsInUseIsRefused() throws Exception {
        Recipe recipe = Recipe.load(tiny.recipeFile(1, 1), List.of());
        try (TrainingRun held = TrainingRun.prepare(recipe, StartMode.NEW)) {
            InvalidInputException refused =
                    assertThrows(InvalidInputException.class, () -> TrainingRun.prepare(recipe, StartMode.RESUME));
            assertTrue(String.valueOf(refused.getMessage()).contains("in use"), refused.getMessage());
        }
    }

    @Test
    void aFolderWithARecipeOfItsOwnIsNoRunAndNeverOverwritten() throws Exception {
        Files.createDirectories(tiny.output().resolve("src"));
        Files.writeString(tiny.output().resolve("recipe.yaml"), "mine");
        assertThrows(InvalidInputException.class, () -> tiny.run(StartMode.OVERWRITE));
        assertTrue(Files.exists(tiny.output().resolve("src")));
    }

    @Test
    void resumingWithOtherDataIsRefused() throws Exception {
        assertEquals(RunResult.Status.STOPPED, runAndStopAfter(tiny, StartMode.NEW, 7));
        Files.writeString(tiny.data(), Files.readString(tiny.data()) + "no,\"one more\"\n");
        try (TrainingRun run = TrainingRun.prepare(Recipe.load(tiny.recipeFile(12, 20), List.of()), StartMode.RESUME)) {
            InvalidInputException refused =
                    assertThrows(InvalidInputException.class, () -> run.run(new RunListener() {}));
            assertTrue(String.valueOf(refused.getMessage()).contains("data.csv is not the file"), refused.getMessage());
        }
    }

    @Test
    void aResultThatSomebodyDeletedIsMadeAgain() throws Exception {
        tiny.run(StartMode.NEW);
        byte[] before = Files.readAllBytes(tiny.weights());
        AtomicFiles.delete(tiny.output().resolve("fine-tune/checkpoint-20"));
        assertEquals(RunResult.Status.FINISHED, tiny.run(StartMode.RESUME).status());
        assertArrayEquals(before, Files.readAllBytes(tiny.weights()));
    }

    @Test
    void anExportNeverTakesThePlaceOfTheRunItsModelOrAnythingElse() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        for (Path place : List.of(tiny.output(), folder, TinyRun.MODEL, other)) {
            for (StartMode mode : StartMode.values()) {
                assertThrows(
                        InvalidInputException.class, () -> tiny.run(mode, "export.path=" + place), place + " " + mode);
            }
        }
        assertTrue(Files.exists(TinyRun.MODEL.resolve("model.safetensors")));
    }

    @Test
    void aLossThatIsNoNumberStopsTheRunAndKeepsTheLastCheckpoint() throws Exception {
        TrainingException stopped = assertThrows(
                TrainingException.class,
                () -> tiny.run(
                        StartMode.NEW,
                        "stages.fine-tune.learning_rate=1e38",
                        "stages.fine-tune.save_steps=1",
                        "stages.fine-tune.warmup_steps=1"));
        assertTrue(String.valueOf(stopped.getMessage()).contains("stage fine-tune, step "), stopped.getMessage());
        assertTrue(Files.exists(tiny.output().resolve("fine-tune/checkpoint-1/model.safetensors")));
        assertFalse(Files.exists(tiny.output().resolve("fine-tune/checkpoint-2")), "ruined weights were saved");
        assertFalse(Files.exists(tiny.export()));
    }

    @Test
    void theBestCheckpointIsKeptAndBecomesTheResult() throws Exception {
        List<LogEntry> evaluations = new ArrayList<>();
        tiny.run(
                StartMode.NEW,
                new RunListener() {
                    @Override
                    public void evaluated(LogEntry entry) {
                        evaluations.add(entry);
                    }
                },
                "stages.fine-tune.load_best_model_at_end=true",
                "stages.fine-tune.save_total_limit=1",
                "stages.fine-tune.eval_steps=2",
                "stages.fine-tune.learning_rate=0.2");
        long best = evaluations.stream()
                .min(Comparator.comparingDouble(entry -> entry.values().get("eval_loss")))
                .orElseThrow()
                .step();
        assertEquals(10, evaluations.size());
        assertEquals(
                "checkpoint-" + best,
                Files.readString(tiny.output().resolve("fine-tune/result.txt")).strip());
    }

    @Test
    void evaluationsThatGetNoBetterEndTheStageEarly() throws Exception {
        tiny.run(
                StartMode.NEW,
                "stages.fine-tune.max_steps=500",
                "stages.fine-tune.eval_steps=1",
                "stages.fine-tune.learning_rate=1.0",
                "stages.fine-tune.early_stopping_patience=2");
        String result =
                Files.readString(tiny.output().resolve("fine-tune/result.txt")).strip();
        assertTrue(Integer.parseInt(result.replace("checkpoint-", "")) < 500, result);
    }

    @Test
    void moreTokensThanTheModelHasPositionsAreRefused() {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> tiny.run(
                        StartMode.NEW,
                        "stages.pretrain.max_length=64",
                        "stages.pretrain.max_tokens_per_micro_batch=64"));
        assertTrue(String.valueOf(refused.getMessage()).contains("max_length is 64"), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains("19 positions"), refused.getMessage());
    }

    @Test
    void aLabelThatOnlyTheLastStageMeetsIsReportedBeforeTheFirstStarts() throws Exception {
        Path other = folder.resolve("other.csv");
        Files.writeString(other, "label,text\nyes,the\nmaybe,the\n");
        InvalidInputException refused = assertThrows(
                InvalidInputException.class, () -> tiny.run(StartMode.NEW, "stages.evaluate.data.path=" + other));
        assertTrue(String.valueOf(refused.getMessage()).contains("other.csv, line 3"), refused.getMessage());
        assertFalse(Files.exists(tiny.output()));
    }

    @Test
    void textsThatAreTruncatedAreCounted() throws Exception {
        List<String> messages = messages("stages.fine-tune.max_length=4");
        assertTrue(
                messages.stream().anyMatch(text -> text.contains("of 60 texts") && text.contains("were truncated")),
                messages.toString());
    }

    @Test
    void splittingAStepIntoMicroBatchesChangesNothingButRounding() throws Exception {
        String[] once = {"stages.fine-tune.dropout=0", "stages.pretrain.max_steps=1"};
        List<Double> whole = losses(StartMode.NEW, once);
        List<Double> split =
                losses(StartMode.OVERWRITE, once[0], once[1], "stages.fine-tune.max_tokens_per_micro_batch=16");
        assertEquals(20, whole.size());
        for (int i = 0; i < whole.size(); i++) {
            assertEquals(whole.get(i), split.get(i), 1e-3, "step " + i);
        }
    }

    private List<String> messages(String... overrides) throws Exception {
        List<String> messages = new ArrayList<>();
        tiny.run(
                StartMode.NEW,
                new RunListener() {
                    @Override
                    public void message(String text) {
                        messages.add(text);
                    }
                },
                overrides);
        return messages;
    }

    private List<Double> losses(StartMode mode, String... overrides) throws Exception {
        List<Double> losses = new ArrayList<>();
        String[] all = Stream.concat(Stream.of(overrides), Stream.of("stages.fine-tune.logging_steps=1"))
                .toArray(String[]::new);
        tiny.run(
                mode,
                new RunListener() {
                    @Override
                    public void stepFinished(StepProgress progress) {
                        if (progress.totalSteps() == 20) {
                            losses.add(progress.loss());
                        }
                    }
                },
                all);
        return losses;
    }
}
