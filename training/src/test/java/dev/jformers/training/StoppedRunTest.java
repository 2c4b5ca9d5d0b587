package dev.jformers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.progress.StepProgress;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.trainer.StageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run leaves that was asked to stop, and how it ends when it goes on. */
class StoppedRunTest {

    /** Which checkpoint is the result depends on every evaluation. */
    private static final List<String> SETTINGS = List.of(
            "stages.pretrain.max_length=4",
            "stages.fine-tune.eval_steps=2",
            "stages.fine-tune.save_steps=100",
            "stages.fine-tune.learning_rate=0.2",
            "stages.fine-tune.load_best_model_at_end=true",
            "stages.fine-tune.per_device_eval_batch_size=8",
            "stages.evaluate.per_device_eval_batch_size=8");

    @TempDir
    private static Path common;

    private static TinyRun uninterrupted;
    private static long milliseconds;

    @TempDir
    Path folder;

    private TinyRun stopped;

    @BeforeAll
    static void runUninterrupted() throws Exception {
        uninterrupted = new TinyRun(common);
        long start = System.nanoTime();
        assertEquals(RunResult.Status.FINISHED, run(uninterrupted, StartMode.NEW, "never"));
        milliseconds = (System.nanoTime() - start) / 1_000_000;
    }

    @BeforeEach
    void writeData() throws IOException {
        stopped = new TinyRun(folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "of 60 texts",
                "fine-tune starts",
                "fine-tune step 3",
                "fine-tune evaluation 1",
                "fine-tune evaluation 12",
                "fine-tune evaluation 76",
                "evaluate evaluation 2",
                "evaluate finished"
            })
    void aRunThatStopsAtAnyMomentEndsAsIfItHadNot(String moment) throws Exception {
        assertEquals(RunResult.Status.STOPPED, run(stopped, StartMode.NEW, moment));
        assertFalse(Files.exists(stopped.export()));
        assertEquals(RunResult.Status.FINISHED, run(stopped, StartMode.RESUME, "never"));
        assertSameEnd();
    }

    @Test
    void anEvaluationThatIsCutLeavesACheckpointOfTheLastStepAndIsMadeUpFor() throws Exception {
        run(stopped, StartMode.NEW, "fine-tune evaluation 1");
        StageFolder stage = new StageFolder(stopped.output().resolve("fine-tune"));
        assertEquals(List.of(), evaluations(stage));
        assertTrue(Files.exists(stage.path().resolve("checkpoint-2/optimizer.safetensors")));
        run(stopped, StartMode.RESUME, "fine-tune step 3");
        assertEquals(List.of(2L), evaluations(stage));
    }

    @Test
    void aStopBeforeTheFirstStepLeavesNoCheckpoint() throws Exception {
        run(stopped, StartMode.NEW, "pretrain starts");
        assertFalse(Files.exists(stopped.output().resolve("pretrain")));
    }

    @Test
    void aRunStoppedAtRandomMomentsEndsAsIfItHadNot() throws Exception {
        Random random = new Random(5);
        RunResult.Status status = RunResult.Status.STOPPED;
        for (int stops = 0; stops < 6 && status == RunResult.Status.STOPPED; stops++) {
            status = runFor(random.nextLong(1, milliseconds));
        }
        if (status == RunResult.Status.STOPPED) {
            run(stopped, StartMode.RESUME, "never");
        }
        assertSameEnd();
    }

    private RunResult.Status runFor(long milliseconds) throws Exception {
        try (TrainingRun run = TrainingRun.prepare(recipe(stopped), StartMode.RESUME)) {
            Thread stop = new Thread(() -> {
                try {
                    Thread.sleep(milliseconds);
                    run.requestStop();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            stop.start();
            RunResult.Status status = run.run(new RunListener() {}).status();
            stop.interrupt();
            stop.join();
            return status;
        }
    }

    private void assertSameEnd() throws IOException {
        assertArrayEquals(Files.readAllBytes(uninterrupted.weights()), Files.readAllBytes(stopped.weights()));
        StageFolder stage = new StageFolder(stopped.output().resolve("fine-tune"));
        assertEquals(10, evaluations(stage).size());
        assertEquals(evaluations(new StageFolder(uninterrupted.output().resolve("fine-tune"))), evaluations(stage));
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(".jformers-run"),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("."))
                            .toList());
        }
    }

    private static List<Long> evaluations(StageFolder stage) throws IOException {
        return stage.log().stream()
                .filter(entry -> entry.values().containsKey("eval_loss"))
                .map(LogEntry::step)
                .toList();
    }

    private static Recipe recipe(TinyRun tiny) throws IOException {
        return Recipe.load(tiny.recipeFile(12, 20), SETTINGS);
    }

    /** Runs, and asks for a stop at an event whose description contains this text. */
    private static RunResult.Status run(TinyRun tiny, StartMode mode, String moment) throws Exception {
        try (TrainingRun run = TrainingRun.prepare(recipe(tiny), mode)) {
            return run.run(new Moments(moment, run::requestStop)).status();
        }
    }

    /** Does something when a run comes to a moment. */
    private static final class Moments implements RunListener {

        private final String moment;
        private final Runnable action;
        private String stage = "";
        private int evaluatedBatches;

        Moments(String moment, Runnable action) {
            this.moment = moment;
            this.action = action;
        }

        private void happens(String event) {
            if (event.equals(moment) || (moment.endsWith("texts") && event.contains(moment))) {
                action.run();
            }
        }

        @Override
        public void stageStarted(String stage, int index, int stages, long totalSteps) {
            this.stage = stage;
            evaluatedBatches = 0;
            happens(stage + " starts");
        }

        @Override
        public void stepFinished(StepProgress progress) {
            happens(stage + " step " + progress.step());
        }

        @Override
        public void evaluationAdvanced(long done, long total) {
            evaluatedBatches++;
            happens(stage + " evaluation " + evaluatedBatches);
        }

        @Override
        public void stageFinished(String stage) {
            happens(stage + " finished");
        }

        @Override
        public void message(String text) {
            happens(text);
        }
    }
}
