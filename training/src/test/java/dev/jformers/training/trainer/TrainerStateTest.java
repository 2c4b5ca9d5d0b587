package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.checkpoint.StrictJson;
import dev.jformers.training.metrics.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerStateTest {

    @TempDir
    Path folder;

    @Test
    void everyNumberSurvives() throws IOException {
        TrainerState state = new TrainerState();
        state.step = 7;
        state.epoch = 1.0 / 3;
        state.lossSum = Math.nextUp(0.1);
        state.lossSteps = 2;
        state.tokens = Long.MAX_VALUE;
        state.places = 9;
        state.bestMetric = -0.25;
        state.bestCheckpoint = "checkpoint-5";
        state.evaluationsWithoutBetter = 3;
        state.stoppedEarly = true;
        state.log.add(new LogEntry(5, 0.25, Map.of("loss", 0.1, "grad_norm", 1e-300)));

        TrainerState read = written(state);

        assertEquals(state.toJson(), read.toJson());
        assertEquals(Math.nextUp(0.1), read.lossSum);
        assertEquals(Long.MAX_VALUE, read.tokens);
        assertEquals(state.log, read.log);
    }

    @Test
    void aStateWithoutABestModelSaysSoAsHuggingFaceDoes() throws IOException {
        TrainerState read = written(new TrainerState());
        assertNull(read.bestMetric);
        assertNull(read.bestCheckpoint);
        assertTrue(Files.readString(folder.resolve("state.json")).contains("\"best_metric\": null"));
    }

    @Test
    void anEvaluationThatIsNoNumberIsWrittenAsJsonAllTheSame() throws IOException {
        TrainerState state = new TrainerState();
        state.log.add(new LogEntry(1, 0.5, Map.of("eval_loss", Double.NaN, "eval_accuracy", 0.5)));
        Map<String, Double> values = written(state).log.get(0).values();
        assertEquals(Map.of("eval_loss", Double.NaN, "eval_accuracy", 0.5), values);
    }

    private TrainerState written(TrainerState state) throws IOException {
        Path file = folder.resolve("state.json");
        StrictJson.write(state.toJson(), file);
        return TrainerState.fromJson(StrictJson.read(file));
    }
}
