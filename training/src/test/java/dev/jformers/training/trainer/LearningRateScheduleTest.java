package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.training.recipe.LearningRateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Schedules against Hugging Face's; {@code scripts/fixtures/optimizer.py} wrote the reference. */
class LearningRateScheduleTest {

    private static final Path REFERENCE = Path.of("src/test/resources/fixtures/optimizer/schedules.json");

    @ParameterizedTest
    @EnumSource(LearningRateSchedule.class)
    void everyStepEqualsTheReference(LearningRateSchedule schedule) throws IOException {
        JsonObject schedules = StrictJson.read(REFERENCE).getAsJsonObject("schedules");
        String name = schedule.name().toLowerCase(Locale.ROOT);
        JsonArray rates = schedules.getAsJsonArray(schedules.has(name) ? name : name + "_with_warmup");
        assertEquals(50, rates.size());
        for (int step = 0; step < rates.size(); step++) {
            assertEquals(rates.get(step).getAsDouble(), 0.001 * schedule.factor(step, 10, 50), 1e-12, "step " + step);
        }
    }

    @Test
    void withoutWarmupTheFirstStepHasTheFullRate() {
        for (LearningRateSchedule schedule : LearningRateSchedule.values()) {
            assertEquals(1, schedule.factor(0, 0, 50), 0);
        }
    }
}
