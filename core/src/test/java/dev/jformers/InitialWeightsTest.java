package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.PretrainedModel.Use;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.family.Families;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How weights start, against what Hugging Face transformers draws; {@code scripts/fixtures/initial.py} measured that. */
class InitialWeightsTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/initial");
    private static final int DRAWS = 10;

    /** How many standard errors a measured deviation may be off. */
    private static final double ERRORS = 5;

    private record Measured(double mean, double deviation, long size) {}

    @Test
    void everyFamilyHasAFixture() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            List<String> families = files.map(
                            file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
            assertEquals(families(), families);
        }
    }

    static List<String> families() {
        return Families.modelTypes().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("families")
    void weightsStartAsTheReferenceDrawsThem(String family) throws IOException {
        JsonObject fixture = StrictJson.read(FIXTURES.resolve(family + ".json"));
        ModelDescription description = ModelDescription.of(family, fixture.getAsJsonObject("config"));
        JsonObject tensors = fixture.getAsJsonObject("tensors");
        Map<String, List<Measured>> drawn = new HashMap<>();
        Map<String, String> tensorOf = new HashMap<>();
        for (int seed = 0; seed < DRAWS; seed++) {
            Torch.engine().setRandomSeed(seed);
            try (PretrainedModel model = PretrainedModel.random(description, Use.INFERENCE, Device.cpu())) {
                model.weights().forEach((path, weight) -> {
                    tensorOf.put(path, description.place(path).name());
                    drawn.computeIfAbsent(path, key -> new ArrayList<>())
                            .add(measure(weight, zeroRows(tensors, tensorOf.get(path))));
                });
            }
        }
        Set<String> unmet = new HashSet<>(tensors.keySet());
        drawn.forEach((path, measures) -> {
            String tensor = tensorOf.get(path);
            unmet.remove(tensor);
            if (tensors.has(tensor)) {
                assertSame(tensors.getAsJsonObject(tensor), measures, path + " (" + tensor + ")");
            }
        });
        assertEquals(Set.of(), unmet, "tensors of the reference that no parameter is stored in");
    }

    /** A key that is absent means 2, one that is null 3. */
    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "absent, 2", "null, 3"})
    void tailsAreCutOff(String factor, double cutoff) throws IOException {
        JsonObject config = StrictJson.read(FIXTURES.resolve("modernbert.json")).getAsJsonObject("config");
        config.remove("initializer_cutoff_factor");
        if (!factor.equals("absent")) {
            config.add("initializer_cutoff_factor", JsonParser.parseString(factor));
        }
        ModelDescription description = ModelDescription.of("modernbert", config);
        Torch.engine().setRandomSeed(1);
        try (PretrainedModel model = PretrainedModel.random(description, Use.INFERENCE, Device.cpu())) {
            float range = config.get("initializer_range").getAsFloat();
            float largest = Objects.requireNonNull(model.weights().get("transformer.word.weight"))
                    .abs()
                    .max()
                    .getFloat();
            assertTrue(largest <= cutoff * range * 1.0001, "largest " + largest);
            assertTrue(largest > (cutoff - 0.4) * range, "largest " + largest);
        }
    }

    private static List<Integer> zeroRows(JsonObject tensors, String tensor) {
        return tensors.has(tensor)
                ? tensors.getAsJsonObject(tensor).getAsJsonArray("zero_rows").asList().stream()
                        .map(JsonElement::getAsInt)
                        .toList()
                : List.of();
    }

    /** Without the rows that must be zero, which are found to be. */
    private static Measured measure(NDArray weight, List<Integer> zeroRows) {
        float[] values = weight.toFloatArray();
        int row =
                zeroRows.isEmpty() ? 0 : values.length / (int) weight.getShape().get(0);
        for (int zero : zeroRows) {
            for (int i = zero * row; i < (zero + 1) * row; i++) {
                assertEquals(0f, values[i], "row " + zero);
            }
        }
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += value * value;
        }
        long size = values.length - (long) zeroRows.size() * row;
        double mean = sum / size;
        return new Measured(mean, Math.sqrt(Math.max(0, squares / size - mean * mean)), size);
    }

    private static void assertSame(JsonObject expected, List<Measured> drawn, String name) {
        double mean = drawn.stream().mapToDouble(Measured::mean).average().orElseThrow();
        double deviation = Math.sqrt(drawn.stream()
                .mapToDouble(one -> one.deviation() * one.deviation() + Math.pow(one.mean() - mean, 2))
                .average()
                .orElseThrow());
        double wanted = expected.get("std").getAsDouble();
        double values = (double) drawn.get(0).size() * DRAWS;
        assertEquals(wanted, deviation, 1e-6 + ERRORS * wanted * Math.sqrt(0.5 / values + 0.5 / (3 * values)), name);
        assertEquals(
                expected.get("mean").getAsDouble(),
                mean,
                1e-6 + 2 * ERRORS * wanted / Math.sqrt(values),
                "mean of " + name);
        assertTrue(wanted == 0 || deviation > 0, name);
    }
}
