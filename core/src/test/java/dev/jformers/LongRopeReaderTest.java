package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import dev.jformers.generation.TokenReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose keys are turned by other frequencies as soon as a text has more than seven tokens. */
final class LongRopeReaderTest {

    private static final int SWITCH = 7;

    private PretrainedModel model;

    @BeforeEach
    void load(@TempDir Path folder) throws IOException {
        Path fixture = Path.of("src/test/resources/fixtures/families/llama");
        Files.copy(fixture.resolve("model.safetensors"), folder.resolve("model.safetensors"));
        String rotary = "\"rope_parameters\": {\"rope_type\": \"longrope\", \"rope_theta\": 700.0, \"factor\": 4.0,"
                + " \"short_factor\": [1, 1], \"long_factor\": [2, 3], \"original_max_position_embeddings\": "
                + SWITCH + "}";
        String config = Files.readString(fixture.resolve("config.json"));
        Files.writeString(
                folder.resolve("config.json"), config.replaceFirst("\"rope_parameters\": \\{[^}]*\\}", rotary));
        model = PretrainedModel.load(folder, Device.cpu());
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void tokensReadOneByOneAreWhatTheyAreReadAtOnce() {
        int[][] text = texts(1, 12);
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[1], 1)) {
            for (int i = 0; i < 12; i++) {
                assertAlike(atOnce(part(text, 0, i + 1)), reader.read(part(text, i, i + 1)));
            }
            assertEquals(12, reader.length());
        }
    }

    @Test
    void paddingDoesNotCount() {
        int[][] texts = texts(2, 12);
        int[] padding = {3, 2};
        try (CachedReader reader = CachedReader.ofDecoder(model, padding, 1)) {
            reader.read(part(texts, 0, 6));
            for (int i = 6; i < 12; i++) {
                try (CachedReader whole = CachedReader.ofDecoder(model, padding, 1)) {
                    assertAlike(whole.read(part(texts, 0, i + 1)), reader.read(part(texts, i, i + 1)));
                }
            }
        }
    }

    @Test
    void aTextThatShrinksIsReadAnewToo() {
        int[][] text = texts(1, 12);
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[1], 1)) {
            reader.read(part(text, 0, 9));
            reader.truncate(4);
            assertAlike(atOnce(part(text, 0, 5)), reader.read(part(text, 4, 5)));
        }
    }

    @Test
    void beamsGoOnBeyondTheSwitch() {
        int[][] texts = texts(2, 10);
        int[][] turned = {texts[1], texts[1]};
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[2], 1)) {
            reader.read(part(texts, 0, 6));
            reader.reorder(new int[] {1, 1});
            reader.read(part(turned, 6, 7));
            float[][] read = reader.read(part(turned, 7, 8));
            assertAlike(atOnce(part(turned, 0, 8)), read);
        }
    }

    @Test
    void guessesStayOnOneSideOfTheSwitch() {
        try (TokenReader reader = CachedReader.ofDecoder(model, new int[1], 1)) {
            reader.read(texts(1, 5));
            assertEquals(SWITCH - 5, reader.room());
            reader.read(texts(1, 3));
            assertEquals(Integer.MAX_VALUE, reader.room());
        }
    }

    @Test
    void eachOfSeveralTokensHasTheLogitsOfOnePass() {
        int[][] text = texts(1, 10);
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[1], 1);
                CachedReader whole = CachedReader.ofDecoder(model, new int[1], 1)) {
            reader.read(part(text, 0, 6));
            float[][] expected = Arrays.copyOfRange(whole.readAll(text)[0], 6, 10);
            assertAlike(expected, reader.readAll(part(text, 6, 10))[0]);
        }
    }

    private float[][] atOnce(int[][] texts) {
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[texts.length], 1)) {
            return reader.read(texts);
        }
    }

    private int[][] texts(int rows, int tokens) {
        Random random = new Random(3);
        return IntStream.range(0, rows)
                .mapToObj(row -> random.ints(tokens, 2, 59).toArray())
                .toArray(int[][]::new);
    }

    private static int[][] part(int[][] texts, int from, int to) {
        return Arrays.stream(texts)
                .map(row -> Arrays.copyOfRange(row, from, to))
                .toArray(int[][]::new);
    }

    private static void assertAlike(float[][] expected, float[][] actual) {
        for (int row = 0; row < expected.length; row++) {
            assertArrayEquals(expected[row], actual[row], 1e-5f);
        }
    }
}
