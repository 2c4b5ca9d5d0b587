package dev.jformers.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jformers.training.recipe.EvalStrategy.Schedule;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EvalStrategyTest {

    @Test
    void noNeverEvaluates() {
        assertEquals(List.of(), dueSteps(EvalStrategy.NO, new Schedule(2, 4, 10)));
    }

    @Test
    void stepsEvaluateEverySoManySteps() {
        assertEquals(List.of(3L, 6L, 9L), dueSteps(EvalStrategy.STEPS, new Schedule(3, 4, 10)));
        assertEquals(List.of(), dueSteps(EvalStrategy.STEPS, new Schedule(null, 4, 10)));
    }

    @Test
    void epochEvaluatesAfterEachPassAndAtTheEnd() {
        assertEquals(List.of(4L, 8L, 10L), dueSteps(EvalStrategy.EPOCH, new Schedule(null, 4, 10)));
    }

    private static List<Long> dueSteps(EvalStrategy strategy, Schedule schedule) {
        return LongStream.rangeClosed(1, schedule.totalSteps())
                .filter(step -> strategy.isDue(step, schedule))
                .boxed()
                .toList();
    }
}
