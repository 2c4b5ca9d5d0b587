package dev.jformers.training.trainer;

import dev.jformers.training.data.BatchPlan;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.EncodedData;
import dev.jformers.training.objective.EncodedExample;
import dev.jformers.training.objective.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Makes the batches of the next steps on a thread of its own while the engine computes. What a step reads depends on the
 * plan, the seed and the step alone. For one reader; close it to end its thread.
 */
final class BatchLoader implements AutoCloseable {

    private static final int STEPS_AHEAD = 4;

    private final Task task;
    private final EncodedData data;
    private final BatchPlan plan;
    private final Seeds seeds;
    private final BlockingQueue<Loaded> queue = new ArrayBlockingQueue<>(STEPS_AHEAD);
    private final Thread thread;

    /** Either the batches of a step, or why there are none. */
    private sealed interface Loaded {}

    private record Ready(StepBatches batches) implements Loaded {}

    private record Failed(Throwable cause) implements Loaded {}

    /**
     * @param from the first step, counted from 0
     * @param to the step after the last
     */
    BatchLoader(Task task, EncodedData data, BatchPlan plan, Seeds seeds, long from, long to) {
        this.task = task;
        this.data = data;
        this.plan = plan;
        this.seeds = seeds;
        this.thread = new Thread(() -> load(from, to), "jformers-batches");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for the batches of the next step.
     *
     * @throws IllegalStateException if they could not be made; then there are no more to wait for
     */
    StepBatches next() throws InterruptedException {
        Loaded loaded = queue.take();
        if (loaded instanceof Failed failed) {
            if (failed.cause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("the batches could not be made: " + failed.cause(), failed.cause());
        }
        return ((Ready) loaded).batches();
    }

    /** Where the batches are made. */
    Thread thread() {
        return thread;
    }

    private void load(long from, long to) {
        try {
            List<int[]> steps = List.of();
            for (long step = from; step < to; step++) {
                int place = (int) (step % plan.stepsPerEpoch());
                if (steps.isEmpty() || place == 0) {
                    steps = plan.steps(Math.toIntExact(step / plan.stepsPerEpoch()));
                }
                queue.put(new Ready(batches(step, steps.get(place))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private StepBatches batches(long step, int[] examples) {
        List<Batch> batches = new ArrayList<>();
        for (int[] microBatch : plan.microBatches(examples)) {
            List<EncodedExample> picked =
                    Arrays.stream(microBatch).mapToObj(data.examples()::get).toList();
            batches.add(task.collate(picked, seeds.collation(step, batches.size())));
        }
        return new StepBatches(step, batches);
    }

    private void fail(Throwable cause) {
        try {
            queue.put(new Failed(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
