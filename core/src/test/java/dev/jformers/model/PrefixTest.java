package dev.jformers.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.position.RelativeBias;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A causal decoder with a prefix, by its limits: without a prefix it is the causal decoder, with nothing but prefix an encoder,
 * and no token behind the prefix reaches what stands before it.
 */
class PrefixTest {

    private static final int VOCABULARY = 59;

    /** Rows of 12 with their padding on the right, on the left, and without. */
    private static final int[][] PADDING = {{0, 3}, {4, 0}, {0, 0}};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "bloom", "t5", "mistral", "gemma2"})
    void aPrefixOfNothingIsCausal(String family) throws IOException {
        try (TinyTransformer decoder = TinyTransformer.of(config(family))) {
            TokenInput padded = padded(12, PADDING);
            // ALiBi's bias has another form where tokens look ahead
            double tolerance = family.equals("bloom") ? 2e-6 : 0;
            NDArray none = decoder.encode(with(padded, 0, 0, 0));
            assertEquals(0, distance(decoder.encode(padded), none, padded.mask()), tolerance);
            TokenInput whole = padded(12, new int[3][2]);
            assertNear(decoder.encode(whole), decoder.encode(with(whole, 0, 0, 0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "bloom", "t5", "mistral", "gemma2"})
    void aRowThatIsAllPrefixIsAnEncoders(String family) throws IOException {
        TransformerConfig config = config(family);
        try (TinyTransformer decoder = TinyTransformer.of(config);
                TinyTransformer encoder = TinyTransformer.of(TinyTransformer.twoWay(config), decoder)) {
            TokenInput padded = padded(12, PADDING);
            NDArray expected = encoder.encode(padded);
            assertNear(expected, decoder.encode(with(padded, 9, 8, 12)), padded.mask());
            assertTrue(distance(expected, decoder.encode(padded), padded.mask()) > 0.01);
            TokenInput whole = padded(12, new int[3][2]);
            assertNear(encoder.encode(whole), decoder.encode(with(whole, 12, 12, 12)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "bloom", "t5", "mistral", "gemma2"})
    void aTokenBehindThePrefixChangesNothingBefore(String family) throws IOException {
        try (TinyTransformer decoder = TinyTransformer.of(config(family))) {
            TokenInput padded = padded(12, PADDING);
            // prefixes end before the places 5, 6 and 3; place 7 is behind all of them
            NDArray before = decoder.encode(with(padded, 5, 2, 3));
            NDArray after = decoder.encode(with(changed(padded, 7), 5, 2, 3));
            assertEquals(
                    0, distance(first(before, 7), first(after, 7), first(Objects.requireNonNull(padded.mask()), 7)));
            for (int row = 0; row < 3; row++) {
                assertTrue(changeAt(before, after, row, 7) > 0.01, "row " + row);
                assertTrue(changeAt(before, after, row, 8) > 0.001, "row " + row);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "bloom", "t5", "mistral", "gemma2"})
    void aTokenOfThePrefixIsSeenByThoseBefore(String family) throws IOException {
        try (TinyTransformer decoder = TinyTransformer.of(config(family))) {
            TokenInput padded = padded(12, PADDING);
            // place 6 is of the prefix in the first two rows, the first token behind it in the last
            NDArray before = decoder.encode(with(padded, 7, 3, 6));
            NDArray after = decoder.encode(with(changed(padded, 6), 7, 3, 6));
            assertTrue(changeAt(before, after, 0, 5) > 1e-3);
            assertTrue(changeAt(before, after, 1, 5) > 1e-3);
            assertEquals(0, changeAt(before, after, 2, 5));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "gpt2", "bloom", "t5", "mistral", "gemma2"})
    void paddingDoesNotCount(String family) throws IOException {
        try (TinyTransformer decoder = TinyTransformer.of(config(family))) {
            TokenInput padded = padded(12, PADDING);
            NDArray all = decoder.encode(with(padded, 4, 4, 4));
            for (int row = 0; row < PADDING.length; row++) {
                int from = PADDING[row][0];
                NDIndex tokens = new NDIndex("{}:{}, {}:{}", row, row + 1, from, 12 - PADDING[row][1]);
                NDArray alone = decoder.encode(with(new TokenInput(padded.ids().get(tokens), null, null), 4));
                assertNear(alone, all.get(tokens));
            }
        }
    }

    /** Beyond the length from which the fused kernel takes over. */
    @ParameterizedTest
    @ValueSource(strings = {"llama", "bloom", "t5", "mistral"})
    void longRowsHaveTheSameLimits(String family) throws IOException {
        TransformerConfig config = config(family);
        try (TinyTransformer decoder = TinyTransformer.of(config);
                TinyTransformer encoder = TinyTransformer.of(TinyTransformer.twoWay(config), decoder)) {
            TokenInput whole = padded(150, new int[2][2]);
            assertNear(decoder.encode(whole), decoder.encode(with(whole, 0, 0)));
            assertNear(encoder.encode(whole), decoder.encode(with(whole, 150, 150)));
            NDArray before = decoder.encode(with(whole, 100, 20));
            NDArray after = decoder.encode(with(changed(whole, 120), 100, 20));
            assertNear(first(before, 120), first(after, 120));
        }
    }

    /** A window that reaches no token of the prefix. */
    @Test
    void theWindowStaysAsWideAsItIs() throws IOException {
        TransformerConfig config = config("mistral");
        try (TinyTransformer decoder = TinyTransformer.of(config)) {
            TokenInput whole = padded(30, new int[1][2]);
            NDArray before = decoder.encode(with(whole, 3));
            NDArray after = decoder.encode(with(changed(whole, 1), 3));
            // three layers reach 3 * 3 tokens back, and once 1 more ahead
            assertTrue(changeAt(before, after, 0, 10) > 0);
            assertEquals(0, changeAt(before, after, 0, 15));
        }
    }

    private static TransformerConfig config(String family) throws IOException {
        return family.equals("t5")
                ? TinyTransformer.withPositions(
                        TinyTransformer.fixture("gpt2"), null, new RelativeBias(8, 10, false, 1))
                : TinyTransformer.fixture(family);
    }

    /**
     * Positions count the tokens alone, so that padding changes nothing.
     *
     * @param padding how many places of each row on the left and on the right
     */
    private TokenInput padded(int length, int[][] padding) {
        Random random = new Random(5);
        Shape shape = new Shape(padding.length, length);
        long[] ids = random.longs(shape.size(), 2, VOCABULARY).toArray();
        long[] mask = new long[ids.length];
        long[] positions = new long[ids.length];
        for (int row = 0; row < padding.length; row++) {
            int start = row * length;
            Arrays.fill(mask, start + padding[row][0], start + length - padding[row][1], 1);
            for (int i = padding[row][0]; i < length; i++) {
                positions[start + i] = (long) i - padding[row][0];
            }
        }
        boolean whole = Arrays.stream(padding).allMatch(row -> row[0] + row[1] == 0);
        return new TokenInput(
                manager.create(ids, shape),
                null,
                whole ? null : manager.create(mask, shape),
                manager.create(positions, shape),
                null,
                null);
    }

    private TokenInput with(TokenInput tokens, long... lengths) {
        return tokens.withPrefix(manager.create(lengths));
    }

    /** The same tokens with another one at this place of each row. */
    private static TokenInput changed(TokenInput tokens, int place) {
        NDArray ids = tokens.ids().duplicate();
        NDArray column = ids.get(new NDIndex(":, {}", place));
        ids.set(new NDIndex(":, {}", place), column.add(20).mod(VOCABULARY));
        return new TokenInput(ids, null, tokens.mask(), tokens.positions(), null, null);
    }

    private static NDArray first(NDArray x, int count) {
        return x.get(new NDIndex(":, :{}", count));
    }

    private static float changeAt(NDArray one, NDArray other, int row, int place) {
        return one.get(row, place).sub(other.get(row, place)).abs().max().getFloat();
    }

    private static void assertNear(NDArray one, NDArray other) {
        assertNear(one, other, null);
    }

    private static void assertNear(NDArray one, NDArray other, @Nullable NDArray mask) {
        float scale = Math.max(1, one.abs().max().getFloat());
        assertEquals(0, distance(one, other, mask), 2e-6 * scale);
    }

    /** The largest difference at tokens; padding may be anything. */
    private static float distance(NDArray one, NDArray other, @Nullable NDArray mask) {
        NDArray difference = one.sub(other).abs();
        NDArray seen =
                mask == null ? difference : difference.mul(mask.expandDims(2).toType(DataType.FLOAT32, false));
        return seen.max().getFloat();
    }
}
