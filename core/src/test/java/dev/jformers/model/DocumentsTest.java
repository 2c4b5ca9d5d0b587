package dev.jformers.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.jformers.position.NoRelativePosition;
import dev.jformers.position.RelativeBias;
import dev.jformers.position.Sinusoidal;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents packed in a row, each with positions of its own, are documents by themselves. */
class DocumentsTest {

    private static final int VOCABULARY = 59;

    /** Lengths of the documents of each row; behind the last one the row is padded. */
    private static final int[][] LENGTHS = {{5, 1, 6}, {3, 7}};

    private static final int SEQ = 12;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt2",
                "llama",
                "mistral",
                "bloom",
                "t5",
                "sinusoidal",
                "opt",
                "deepseek-v2",
                "encoder",
                "roberta",
                "deberta-v2"
            })
    void packedIsAlone(String family) throws IOException {
        TokenInput packed = packed();
        try (TinyTransformer model = TinyTransformer.of(config(family))) {
            NDArray together = model.encode(packed);
            int documents = 0;
            for (int row = 0; row < LENGTHS.length; row++) {
                int start = 0;
                for (int length : LENGTHS[row]) {
                    NDIndex place = new NDIndex("{}:{}, {}:{}", row, row + 1, start, start + length);
                    TokenInput document = new TokenInput(packed.ids().get(place), null, null);
                    assertNear(model.encode(document), together.get(place), row + ", " + start);
                    start += length;
                    documents++;
                }
            }
            assertEquals(5, documents);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "bloom", "t5", "sinusoidal", "encoder"})
    void withoutBordersDocumentsMix(String family) throws IOException {
        TokenInput packed = packed();
        TokenInput mixed = new TokenInput(packed.ids(), null, packed.mask(), packed.positions(), null, null);
        try (TinyTransformer model = TinyTransformer.of(config(family))) {
            NDArray change = model.encode(packed).sub(model.encode(mixed)).abs();
            assertTrue(change.get(0, 7).max().getFloat() > 0.01);
        }
    }

    private static TransformerConfig config(String family) throws IOException {
        TransformerConfig gpt2 = TinyTransformer.fixture("gpt2");
        return switch (family) {
            case "t5" -> TinyTransformer.withPositions(gpt2, null, new RelativeBias(8, 10, false, 1));
            case "sinusoidal" ->
                TinyTransformer.withPositions(
                        gpt2, new Sinusoidal(SEQ, Sinusoidal.Layout.INTERLEAVED), new NoRelativePosition());
            case "encoder" -> TinyTransformer.twoWay(gpt2);
            default -> TinyTransformer.fixture(family);
        };
    }

    private TokenInput packed() {
        Shape shape = new Shape(LENGTHS.length, SEQ);
        long[] ids = new Random(3).longs(shape.size(), 2, VOCABULARY).toArray();
        long[] mask = new long[ids.length];
        long[] positions = new long[ids.length];
        long[] documents = new long[ids.length];
        for (int row = 0; row < LENGTHS.length; row++) {
            int start = row * SEQ;
            for (int document = 0; document < LENGTHS[row].length; document++) {
                int end = start + LENGTHS[row][document];
                Arrays.fill(mask, start, end, 1);
                Arrays.fill(documents, start, end, document);
                for (int i = start; i < end; i++) {
                    positions[i] = (long) i - start;
                }
                start = end;
            }
        }
        return new TokenInput(
                manager.create(ids, shape),
                null,
                manager.create(mask, shape),
                manager.create(positions, shape),
                manager.create(documents, shape),
                null);
    }

    private static void assertNear(NDArray expected, NDArray actual, String place) {
        assertEquals(expected.getShape(), actual.getShape());
        float scale = Math.max(1, expected.abs().max().getFloat());
        assertEquals(0, expected.sub(actual).abs().max().getFloat(), 1e-5 * scale, place);
    }
}
