package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's script, run as a child process over this build's classes. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final Path LAUNCHER =
            Path.of("src/main/distribution/bin/jformers").toAbsolutePath();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void commandsRunThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);
        Path linkToLink = Files.createSymbolicLink(folder.resolve("jf"), Path.of("link"));
        String model = Models.CLASSIFIER.toString();
        Child child = Child.start(Map.of(), linkToLink.toString(), "predict", model, "caf\u00E9 \u4E2D");
        assertTrue(child.finish(0).matches("\\w+ +0\\.\\d{4}  caf\u00E9 \u4E2D\n"), child.text());
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void usageErrorsLeaveWithTwoAndFailuresWithOne() throws Exception {
        Child.start(Map.of(), LAUNCHER.toString(), "predikt").finish(2);
        Child.start(Map.of(), LAUNCHER.toString(), "inspect", "no-such-model").finish(1);
    }

    @Test
    void aReaderThatLeavesIsNoError() throws Exception {
        String pipe =
                "yes | %s predict %s 2>&1 | head -n 1; echo ${PIPESTATUS[1]}".formatted(LAUNCHER, Models.CLASSIFIER);
        String output = Child.start(Map.of(), "bash", "-c", pipe).finish(0);
        assertTrue(output.matches("\\w+ +0\\.\\d{4}  y\n0\n"), output);
    }

    @Test
    void ctrlCLeavesWith130AndNothingHalfWritten() throws Exception {
        Path output = folder.resolve("out.jsonl");
        Child child = Child.start(
                Map.of(), LAUNCHER.toString(), "predict", Models.CLASSIFIER.toString(), "--output", output.toString());
        for (int i = 0; i < 600 && folder.toFile().list().length == 0; i++) {
            Thread.sleep(100);
        }
        assertEquals(1, folder.toFile().list().length, "the unfinished file is there");
        new ProcessBuilder("kill", "-INT", Long.toString(child.process().pid()))
                .start()
                .waitFor();
        assertEquals("", child.finish(130));
        assertEquals(0, folder.toFile().list().length);
    }

    @Test
    void ctrlCInAnEvaluationLeavesWith130AndNoFigures() throws Exception {
        Path data = folder.resolve("data.csv");
        Files.writeString(data, "text,label\n" + "hello plant,plant\n".repeat(60_000));
        Path figures = folder.resolve("figures.json");
        Child child = Child.start(
                Map.of(),
                LAUNCHER.toString(),
                "evaluate",
                Models.CLASSIFIER.toString(),
                "--data",
                data.toString(),
                "--max-length",
                "16",
                "--batch-size",
                "1",
                "--json",
                figures.toString());
        for (int i = 0; i < 600 && !child.text().contains("texts"); i++) {
            Thread.sleep(100);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(child.process().pid()))
                .start()
                .waitFor();
        String output = child.finish(130);
        assertTrue(output.lines().allMatch(line -> line.matches(" *\\d+ %, .* left")), output);
        assertEquals(List.of("data.csv"), List.of(folder.toFile().list()));
    }

    @Test
    void ctrlCSavesACheckpointFromWhichTheRunGoesOn() throws Exception {
        TinyRun run = new TinyRun(folder);
        run.write(1_000_000);
        Child child = Child.start(
                Map.of(),
                LAUNCHER.toString(),
                "train",
                run.config().toString(),
                "--set",
                "stages.tune.logging_steps=5");
        for (int i = 0; i < 600 && !child.text().contains("loss"); i++) {
            Thread.sleep(100);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(child.process().pid()))
                .start()
                .waitFor();
        String output = child.finish(130);
        assertTrue(
                output.contains(
                        "Stopping: the step at hand is finished and a checkpoint saved; Ctrl-C again ends at once.\n"),
                output);
        assertTrue(output.contains("--resume"), output);
        try (Stream<Path> checkpoints = Files.list(run.output().resolve("tune"))) {
            assertTrue(
                    checkpoints.anyMatch(path -> path.getFileName().toString().startsWith("checkpoint-")), output);
        }
    }

    @Test
    void aJavaThatIsNotThereIsNamed() throws Exception {
        String output = Child.start(Map.of("JAVA_HOME", "/no/java"), LAUNCHER.toString())
                .finish(1);
        assertEquals(
                "jformers: JAVA_HOME is /no/java, but there is no bin/java; set it to a JDK or JRE of version 17 or newer\n",
                output);
    }

    @Test
    void anOldJavaIsNamed() throws Exception {
        Path java = Files.createDirectories(folder.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n");
        assertTrue(java.toFile().setExecutable(true));
        Map<String, String> home = Map.of("JAVA_HOME", folder.toString());
        String old = "jformers: " + java + " is Java %s, but Java 17 or newer is needed; set JAVA_HOME\n";
        assertEquals(old.formatted(8), Child.start(home, LAUNCHER.toString()).finish(1));
        Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        assertEquals(old.formatted(11), Child.start(home, LAUNCHER.toString()).finish(1));
    }

    /** A process whose output is read once it has ended. */
    private record Child(Process process, Path output) {

        static Child start(Map<String, String> environment, String... command) throws IOException {
            Path output = Files.createTempFile("launcher", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().put("JFORMERS_CLASSPATH", System.getProperty("java.class.path"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().remove("LC_ALL");
            builder.environment().put("LANG", "C");
            builder.environment().putAll(environment);
            return new Child(builder.start(), output);
        }

        String finish(int code) throws IOException, InterruptedException {
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "it hangs");
            assertEquals(code, process.exitValue(), text());
            return text();
        }

        String text() throws IOException {
            return Files.readString(output, StandardCharsets.UTF_8);
        }
    }
}
