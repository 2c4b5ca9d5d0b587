package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonParser;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.tokenizer.ByteTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models leave behind that were loaded, have written and are closed. */
class NativeMemoryTest {

    /** Its weights take 5 MB, and as much again when they are packed. */
    private static final String GPT = """
            {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 258, "n_positions": 64, "n_embd": 256,
             "n_layer": 1, "n_head": 2, "n_inner": 2048, "eos_token_id": 256, "pad_token_id": 257}""";

    private static final int WARM_UP = 10;
    private static final int MODELS = 30;

    /** Of 30 models that leave their weights behind there would be 150 MB. */
    private static final long TOLERATED_KILOBYTES = 40_000;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void modelsThatAreClosedLeaveNothingBehind() throws Exception {
        Path model = folder.resolve("model");
        write(model);
        Path output = folder.resolve("output");
        ProcessBuilder child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "-Dai.djl.pytorch.num_threads=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NativeMemoryTest.class.getName(),
                        model.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        assertEquals(0, child.start().waitFor(), () -> read(output));
        List<Long> resident = read(output)
                .lines()
                .filter(line -> line.matches("\\d+"))
                .map(Long::valueOf)
                .toList();
        assertEquals(2, resident.size(), () -> read(output));
        long growth = resident.get(1) - resident.get(0);
        assertTrue(growth <= TOLERATED_KILOBYTES, "resident memory grew by " + growth + " kB: " + resident);
    }

    private static void write(Path target) throws IOException {
        ModelDescription description =
                ModelDescription.of("gpt", JsonParser.parseString(GPT).getAsJsonObject());
        try (PretrainedModel model = PretrainedModel.random(description, Use.INFERENCE, Device.cpu())) {
            HuggingFaceFolderWriter files = model.files();
            new ByteTokenizer(0).addTo(files, 64);
            files.write(target);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Loads, writes and closes again and again; prints resident kilobytes behind the warm-up and at the end. */
    public static void main(String[] arguments) throws Exception {
        for (int i = 1; i <= WARM_UP + MODELS; i++) {
            try (TextGenerator generator = TextGenerator.load(Path.of(arguments[0]))) {
                GenerationConfig config =
                        generator.config().withEndIds(Set.of()).withLengths(GenerationConfig.Lengths.ofNewTokens(30));
                generator.generate("once", config, List.of(), piece -> {});
            }
            if (i == WARM_UP || i == WARM_UP + MODELS) {
                System.gc();
                System.out.println(residentKilobytes());
            }
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
