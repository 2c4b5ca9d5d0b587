package dev.jformers.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.jformers.PretrainedModel;
import dev.jformers.attention.MultiHead;
import dev.jformers.head.Readout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Caches that drop what fell out of a window, against whole passes, far beyond the windows. */
class SlidingWindowCacheTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");
    private static final float TOLERANCE = 1e-5f;
    private static final int ROWS = 3;
    private static final int LENGTH = 480;

    /** Not for phi3, whose frequencies depend on how long the text is by now. */
    @ParameterizedTest
    @ValueSource(strings = {"gemma2", "gemma3", "mistral", "qwen2"})
    void tokensFarBeyondTheWindowAreWhatTheyAreReadAtOnce(String family) throws IOException {
        try (Reading reading = new Reading(family)) {
            int[] borders = {0, 5, 6, 7, 70, 133, 134, 135, 136, 140, 300, 301, 365, 366, 367, 368, LENGTH};
            for (int i = 1; i < borders.length; i++) {
                reading.compare(borders[i - 1], borders[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma3", "mistral"})
    void aLongPromptIsGoneOnFromTokenByToken(String family) throws IOException {
        try (Reading reading = new Reading(family)) {
            reading.compare(0, 300);
            for (int from = 300; from < 300 + 80; from++) {
                reading.compare(from, from + 1);
            }
        }
    }

    @Test
    void theLastTokensCanBeForgotten() throws IOException {
        try (Reading reading = new Reading("mistral")) {
            int at = 0;
            for (int to : new int[] {150, 160, 161, 225, 226, 290, 291, 292, 350, 400}) {
                reading.compare(at, to);
                at = Math.max(0, to - 64);
                reading.cache.truncate(at);
            }
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> reading.cache.truncate(100));
            assertTrue(String.valueOf(refused.getMessage()).contains("were dropped"), refused.getMessage());
            reading.cache.truncate(0);
            reading.compare(0, 40);
        }
    }

    @Test
    void rowsThatAreReorderedGoOnAsThoseThatTheyWere() throws IOException {
        try (Reading reading = new Reading("gemma3")) {
            reading.compare(0, 200);
            reading.reorder(2, 0, 1);
            reading.compare(200, 201);
            reading.reorder(1, 1, 0);
            reading.compare(201, 350);
        }
    }

    @Test
    void memoryStopsGrowingWithTheWindow() throws IOException {
        try (Reading reading = new Reading("mistral")) {
            StackConfig stack =
                    reading.model.description().transformer().stacks().last();
            MultiHead attention = (MultiHead) stack.layers().get(0).attention();
            long perToken = 2L * stack.layers().size() * attention.kvHeads() * attention.headDim() * Float.BYTES;
            for (int from = 0; from < LENGTH; from += 20) {
                reading.compare(from, from + 20);
            }
            long most = attention.pattern().window() + 128;
            assertEquals(ROWS * most * perToken, reading.cache.bytes(), "not " + LENGTH + " tokens");
        }
    }

    /** A text that is read a few tokens at a time, beside the same text read at once. */
    private static final class Reading implements AutoCloseable {

        private final PretrainedModel model;
        private final NDManager manager;
        private final KeyValueCache cache;
        private NDArray ids;
        private NDArray mask;
        private NDArray expected;

        Reading(String family) throws IOException {
            model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu());
            manager = model.manager().newSubManager();
            cache = new KeyValueCache(model.description().transformer(), manager, 4);
            int vocabulary = Math.toIntExact(model.description().transformer().outputVocabularySize());
            long[] random =
                    new Random(5).longs((long) ROWS * LENGTH, 3, vocabulary).toArray();
            long[] bits = new long[random.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = i % LENGTH >= 90 * (i / LENGTH) ? 1 : 0;
            }
            ids = manager.create(random, new Shape(ROWS, LENGTH));
            mask = manager.create(bits, new Shape(ROWS, LENGTH));
            expected = whole();
        }

        private NDArray positions() {
            return mask.cumSum(1).sub(1).maximum(0);
        }

        private NDArray whole() {
            TokenInput tokens = new TokenInput(ids, null, mask, positions(), null, null);
            return model.block()
                    .transformer()
                    .encode(model.pass(false), new ModelInput(tokens), new Readout.AllTokens());
        }

        void reorder(long... rows) {
            NDArray picked = manager.create(rows);
            cache.reorder(picked);
            ids = ids.get(picked);
            mask = mask.get(picked);
            expected = whole();
        }

        void compare(int from, int to) {
            NDIndex part = new NDIndex(":, {}:{}", from, to);
            NDArray before = mask.get(new NDIndex(":, :{}", to));
            TokenInput tokens =
                    new TokenInput(ids.get(part), null, before, positions().get(part), null, null);
            NDArray read =
                    model.block().transformer().decode(model.pass(false), tokens, null, cache, new Readout.AllTokens());
            NDArray visible = mask.get(part).expandDims(2);
            float scale = Math.max(1, expected.abs().max().getFloat());
            float difference =
                    expected.get(part).sub(read).mul(visible).abs().max().getFloat();
            assertTrue(
                    difference <= TOLERANCE * scale,
                    "tokens " + from + " to " + to + " differ by " + difference / scale);
            assertEquals(to, cache.length());
        }

        @Override
        public void close() {
            cache.close();
            manager.close();
            model.close();
        }
    }
}
