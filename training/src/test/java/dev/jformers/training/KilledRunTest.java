package dev.jformers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.training.progress.RunListener;
import dev.jformers.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills real training processes, as {@code kill -9} does, at random moments, and resumes them. The Maven profile {@code slow}
 * sets the number of kills to 25.
 */
class KilledRunTest {

    private static final int KILLS = Integer.getInteger("jformers.kills", 3);

    /** What the killed process runs. */
    public static final class Child {

        private Child() {}

        public static void main(String[] arguments) throws Exception {
            Recipe recipe = Recipe.load(Path.of(arguments[0]), List.of());
            try (TrainingRun run = TrainingRun.prepare(recipe, StartMode.RESUME)) {
                run.run(new RunListener() {});
            }
        }
    }

    @Test
    void aRunKilledAtRandomMomentsEndsWithTheBytesOfAnUninterruptedOne(@TempDir Path folder) throws Exception {
        TinyRun reference = new TinyRun(folder.resolve("reference"));
        long start = System.nanoTime();
        assertEquals(0, child(reference, folder).waitFor(), () -> log(folder));
        long duration = System.nanoTime() - start;
        byte[] uninterrupted = Files.readAllBytes(reference.weights());

        Random random = new Random(11);
        int kills = 0;
        for (int run = 0; kills < KILLS; run++) {
            TinyRun killed = new TinyRun(folder.resolve("killed-" + run));
            int killsOfRun = 0;
            while (!finishes(child(killed, folder), random.nextLong(duration / 4, duration * 3 / 4), folder)) {
                killsOfRun++;
                assertTrue(killsOfRun < 200, "no process got to the end");
            }
            kills += killsOfRun;
            assertArrayEquals(uninterrupted, Files.readAllBytes(killed.weights()), killsOfRun + " kills");
            assertEquals(List.of(".jformers-run"), hidden(killed.output()));
        }
    }

    /** Returns false if it was killed. */
    private static boolean finishes(Process process, long nanos, Path folder) throws InterruptedException {
        if (process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
            assertEquals(0, process.exitValue(), () -> log(folder));
            return true;
        }
        process.destroyForcibly().waitFor();
        return false;
    }

    private static Process child(TinyRun tiny, Path folder) throws IOException {
        Path recipe = tiny.recipeFile(60, 120);
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        recipe.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
    }

    /** What kills may have left. */
    private static List<String> hidden(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    private static String log(Path folder) {
        try {
            return Files.readString(folder.resolve("child.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
