package dev.jformers.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import dev.jformers.training.progress.RunListener;
import dev.jformers.training.progress.StepProgress;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training takes it gives back: native arrays are counted, resident memory is read from the operating system. */
class NativeMemoryTest {

    /** Heap growth, code compiled by the JVM and the allocator's caches; a leak of one gradient a step would be more. */
    private static final long TOLERATED_KILOBYTES = 60_000;

    @Test
    void fiveHundredStepsLeaveArraysAndResidentMemoryFlat(@TempDir Path folder) throws Exception {
        List<Integer> arrays = new ArrayList<>();
        List<Long> resident = new ArrayList<>();
        new TinyRun(folder)
                .run(
                        StartMode.NEW,
                        new RunListener() {
                            @Override
                            public void stepFinished(StepProgress progress) {
                                if (progress.totalSteps() == 700 && progress.step() % 100 == 0) {
                                    arrays.add(liveArrays(
                                            NDManager.newBaseManager().getParentManager()));
                                    resident.add(residentKilobytes());
                                }
                            }
                        },
                        "stages.fine-tune.max_steps=700",
                        "stages.pretrain.max_steps=100",
                        "stages.fine-tune.save_steps=50",
                        "stages.fine-tune.eval_steps=50",
                        "stages.fine-tune.max_tokens_per_micro_batch=40");
        assertEquals(7, arrays.size());
        // The first 200 steps fill the optimizer's tables and the allocator's caches; 500 are left.
        int before = arrays.get(1);
        assertTrue(Math.abs(arrays.get(6) - before) <= 10, "live native arrays: " + arrays);
        long growth = resident.get(6) - resident.get(1);
        assertTrue(growth < TOLERATED_KILOBYTES, "resident kilobytes: " + resident);
    }

    /** All arrays that hang on a manager or on one of its descendants. */
    private static int liveArrays(NDManager manager) {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            int count = 0;
            for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
                count += resource instanceof NDManager child ? liveArrays(child) : 1;
            }
            return count;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Where the operating system does not say, 0: then the arrays alone are looked at. */
    private static long residentKilobytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
