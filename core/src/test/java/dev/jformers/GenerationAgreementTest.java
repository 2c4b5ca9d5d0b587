package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.generation.Generated;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.GenerationJson;
import dev.jformers.generation.Generator;
import dev.jformers.generation.TokenListener;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.Stacks;
import dev.jformers.tokenizer.EncodedBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are generated, against those of Hugging Face; {@code scripts/fixtures/generation.py} wrote the reference. */
class GenerationAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    private static JsonObject reference() {
        try {
            return StrictJson.read(FIXTURES.resolve("generation.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> families() {
        return reference().getAsJsonObject("families").keySet().stream();
    }

    @Test
    void everyFamilyThatGeneratesIsThere() {
        assertEquals(24, families().count());
    }

    @ParameterizedTest
    @MethodSource("families")
    void sequencesEqualTheReferenceTokenForToken(String family) throws Exception {
        JsonObject all = reference();
        JsonObject expected = all.getAsJsonObject("families").getAsJsonObject(family);
        int[][] ids = rows(expected.getAsJsonArray("input_ids"));
        int[][] mask = rows(expected.getAsJsonArray("attention_mask"));
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("families").resolve(family), Device.cpu())) {
            for (String name : expected.getAsJsonObject("cases").keySet()) {
                JsonObject oneCase = expected.getAsJsonObject("cases").getAsJsonObject(name);
                JsonObject settings = oneCase.getAsJsonObject("settings").deepCopy();
                for (String key : List.of("max_length", "eos_token_id", "pad_token_id")) {
                    settings.add(key, all.get(key));
                }
                GenerationConfig config = GenerationJson.of("the settings", settings);
                assertEquals(
                        Arrays.deepToString(rows(oneCase.getAsJsonArray("sequences"))),
                        Arrays.deepToString(sequences(model, ids, mask, config)),
                        family + ", " + name);
            }
        }
    }

    private static int[][] sequences(PretrainedModel model, int[][] ids, int[][] mask, GenerationConfig config)
            throws InterruptedException {
        if (model.description().transformer().stacks() instanceof Stacks.EncoderDecoder both) {
            ShiftRight shift = Objects.requireNonNull(both.ofLabels());
            int[][] starts = new int[ids.length][1];
            for (int row = 0; row < ids.length; row++) {
                starts[row][0] = shift instanceof ShiftRight.FromStart start ? Math.toIntExact(start.startId()) : 3;
            }
            try (CachedReader reader = CachedReader.ofEncoderDecoder(model, encoded(ids, mask), 16)) {
                List<Generated> texts =
                        new Generator(reader, config, TokenListener.SILENT).generate(starts, new int[ids.length]);
                return padded(starts, texts, config);
            }
        }
        int[] padding = Arrays.stream(mask)
                .mapToInt(row -> (int) Arrays.stream(row).filter(bit -> bit == 0).count())
                .toArray();
        try (CachedReader reader = CachedReader.ofDecoder(model, padding, 16)) {
            return padded(ids, new Generator(reader, config, TokenListener.SILENT).generate(ids, padding), config);
        }
    }

    private static EncodedBatch encoded(int[][] ids, int[][] mask) {
        return new EncodedBatch(ids.length, ids[0].length, flat(ids), new long[0], flat(mask), 1);
    }

    private static long[] flat(int[][] rows) {
        return Arrays.stream(rows).flatMapToInt(Arrays::stream).asLongStream().toArray();
    }

    /** The prompts with what came of them, shorter ones padded at their end. */
    private static int[][] padded(int[][] prompts, List<Generated> texts, GenerationConfig config) {
        int returned = config.search().returned();
        int longest = texts.stream().mapToInt(text -> text.tokens().length).max().orElseThrow();
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            int[] prompt = prompts[i / returned];
            int[] row = Arrays.copyOf(prompt, prompt.length + longest);
            int[] text = texts.get(i).tokens();
            System.arraycopy(text, 0, row, prompt.length, text.length);
            Arrays.fill(row, prompt.length + text.length, row.length, config.paddingId());
            rows.add(row);
        }
        return rows.toArray(int[][]::new);
    }

    private static int[][] rows(JsonArray array) {
        List<int[]> rows = new ArrayList<>();
        for (JsonElement row : array) {
            rows.add(row.getAsJsonArray().asList().stream()
                    .mapToInt(JsonElement::getAsInt)
                    .toArray());
        }
        return rows.toArray(int[][]::new);
    }
}
