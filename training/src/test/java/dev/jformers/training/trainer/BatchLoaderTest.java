package dev.jformers.training.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.Pass;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.training.data.BatchPlan;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.DataFingerprint;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.EncodedData;
import dev.jformers.training.objective.EncodedExample;
import dev.jformers.training.objective.Measure;
import dev.jformers.training.objective.Task;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {

    private static final EncodedText TEXT = new EncodedText(new int[] {1, 2}, new int[0], false);
    private static final EncodedData DATA = new EncodedData(
            new Dataset(
                    new DataConfig(Path.of("data.txt"), null, null, "text", null, null, null, null),
                    List.of(),
                    List.of(),
                    new DataFingerprint("data.txt", "", 8),
                    null),
            Collections.nCopies(8, new EncodedExample(TEXT, 0)),
            0,
            false);

    @Test
    void aTaskThatFailsGivesOneErrorAndEndsTheThread() throws Exception {
        try (BatchLoader loader = loader(() -> {
            throw new IllegalArgumentException("no token to hide");
        })) {
            IllegalStateException failed = assertThrows(IllegalStateException.class, loader::next);
            assertEquals(
                    "the batches could not be made: java.lang.IllegalArgumentException: no token to hide",
                    failed.getMessage());
            loader.thread().join(10_000);
            assertFalse(loader.thread().isAlive());
        }
    }

    @Test
    void anErrorOfTheMachineStaysWhatItIs() throws Exception {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        try (BatchLoader loader = loader(() -> {
            throw full;
        })) {
            assertEquals(full, assertThrows(OutOfMemoryError.class, loader::next));
        }
    }

    @Test
    void closingEndsTheThreadAlthoughNobodyReads() throws Exception {
        BatchLoader loader = loader(() -> new Batch(EncodedBatch.of(List.of(TEXT), 0), new long[0], new long[0]));
        assertEquals(0, loader.next().step());
        loader.close();
        loader.thread().join(10_000);
        assertFalse(loader.thread().isAlive());
    }

    private static BatchLoader loader(Supplier<Batch> collate) {
        BatchPlan plan = new BatchPlan(DATA.lengths(), 2, Integer.MAX_VALUE, false, 1);
        return new BatchLoader(new Collating(collate), DATA, plan, new Seeds(1), 0, 1_000_000);
    }

    /** A task that can do nothing else. */
    private record Collating(Supplier<Batch> batch) implements Task {

        @Override
        public Batch collate(List<EncodedExample> examples, RandomGenerator random) {
            return batch.get();
        }

        @Override
        public String kind() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ModelDescription describe(ModelDescription model) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EncodedData encode(Dataset data, Path model, int maxLength) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NDArray logits(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double labelSmoothing() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Measure newMeasure() {
            throw new UnsupportedOperationException();
        }
    }
}
