package dev.jformers.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
        Engine.getInstance().setRandomSeed(3);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void dropoutDropsItsShareAndKeepsTheMean(double rate) {
        NDArray dropped = Operators.dropout(manager.ones(new Shape(100, 1001)), rate);
        double zeros = dropped.eq(0).toType(DataType.FLOAT64, false).mean().getDouble();
        assertEquals(rate, zeros, 0.006);
        assertEquals(1, dropped.mean().getFloat(), 0.06);
        assertEquals(1 / (1 - rate), dropped.max().getFloat(), 1e-3);
    }

    @Test
    void dropoutDropsNeighboursIndependently() {
        int columns = 400_004;
        NDArray kept =
                Operators.dropout(manager.ones(new Shape(columns)), 0.5).gt(0).toType(DataType.FLOAT32, false);
        for (int distance : new int[] {1, 2, 3, 4, 1024, columns / 2}) {
            NDArray first = kept.get("0:" + (columns - distance));
            NDArray second = kept.get(distance + ":");
            assertEquals(0.25, first.mul(second).mean().getFloat(), 0.005, "distance " + distance);
        }
    }

    @Test
    void dropoutFollowsTheEnginesSeed() {
        NDArray ones = manager.ones(new Shape(50, 7));
        Engine.getInstance().setRandomSeed(5);
        float[] first = Operators.dropout(ones, 0.3).toFloatArray();
        float[] second = Operators.dropout(ones, 0.3).toFloatArray();
        Engine.getInstance().setRandomSeed(5);
        assertArrayEquals(first, Operators.dropout(ones, 0.3).toFloatArray());
        assertNotEquals(List.of(first), List.of(second));
    }

    @Test
    void dropoutAtRateZeroReturnsItsInput() {
        NDArray ones = manager.ones(new Shape(3));
        assertSame(ones, Operators.dropout(ones, 0));
    }

    @Test
    void gradientsPassDropoutWhereValuesDo() {
        try (Autograd.Scope on = Autograd.recording(true)) {
            NDArray x = manager.ones(new Shape(40, 5));
            x.setRequiresGradient(true);
            NDArray dropped = Operators.dropout(x, 0.4);
            NDArray gradient =
                    Autograd.gradients(manager, dropped.sum(), List.of(x)).get(0);
            assertArrayEquals(dropped.toFloatArray(), gradient.toFloatArray());
        }
    }

    /** Lengths on both sides of the border between the two ways of computing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 128, 129, 200})
    void attentionEqualsItsFormulaAtEveryLength(int length) {
        NDArray query = manager.randomNormal(new Shape(2, 3, length, 4));
        NDArray key = manager.randomNormal(new Shape(2, 3, length, 4));
        NDArray value = manager.randomNormal(new Shape(2, 3, length, 4));
        NDArray mask = manager.randomNormal(new Shape(2, 1, 1, length));
        NDArray expected = query.matMul(key.transpose(0, 1, 3, 2))
                .mul(0.5)
                .add(mask)
                .softmax(-1)
                .matMul(value);
        Operators.Scores scores = new Operators.Scores(mask, false, 0.5, 0);
        NDArray actual = Operators.attention(query, key, value, scores, 0);
        assertArrayEquals(joined(expected), actual.toFloatArray(), 1e-5f);
        NDArray weights = Operators.attentionWeights(query, key, scores);
        assertArrayEquals(expected.toFloatArray(), weights.matMul(value).toFloatArray(), 1e-5f);
    }

    /** {@code [batch, heads, seq, headDim] -> [batch, seq, heads * headDim]}. */
    private static float[] joined(NDArray heads) {
        return heads.transpose(0, 2, 1, 3).toFloatArray();
    }

    /** Padding and the causal mask together; behind a cache there are more keys than queries. */
    @ParameterizedTest
    @CsvSource({"1, 1", "1, 9", "5, 5", "5, 9", "129, 129", "200, 200", "129, 150"})
    void causalAttentionHidesWhatIsMaskedToo(int queries, int keys) {
        NDArray query = manager.randomNormal(new Shape(2, 3, queries, 4));
        NDArray key = manager.randomNormal(new Shape(2, 3, keys, 4));
        NDArray value = manager.randomNormal(new Shape(2, 3, keys, 4));
        NDArray mask = manager.randomNormal(new Shape(2, 1, 1, keys));
        if (keys > 4) {
            mask.set(new NDIndex("1, 0, 0, 2:4"), -Float.MAX_VALUE);
        }
        NDArray turned = manager.randomNormal(new Shape(keys, queries, 3)).transpose(2, 1, 0);
        NDArray places = manager.arange(keys);
        NDArray later = places.expandDims(0)
                .gt(places.get(new NDIndex("{}:", keys - queries)).expandDims(1))
                .toType(DataType.FLOAT32, false)
                .mul(-1e30f);
        NDArray expected = query.matMul(key.transpose(0, 1, 3, 2))
                .mul(0.5)
                .add(mask)
                .add(later)
                .softmax(-1)
                .matMul(value);
        Operators.Scores both = new Operators.Scores(mask, true, 0.5, 0);
        assertArrayEquals(
                joined(expected),
                Operators.attention(query, key, value, both, 0).toFloatArray(),
                1e-5f);
        Operators.Scores biased = new Operators.Scores(turned.expandDims(0), true, 0.5, 0);
        assertArrayEquals(
                joined(Operators.attentionWeights(query, key, biased).matMul(value)),
                Operators.attention(query, key, value, biased, 0).toFloatArray(),
                1e-5f);
        NDArray plain = Operators.attention(query, key, value, new Operators.Scores(null, true, 0.5, 0), 0);
        NDArray zeros = Operators.attention(query, key, value, new Operators.Scores(mask.zerosLike(), true, 0.5, 0), 0);
        assertArrayEquals(plain.toFloatArray(), zeros.toFloatArray(), 1e-5f);
    }

    /** A mask that is learned, as T5's biases are, has its gradient behind the fused kernel too. */
    @ParameterizedTest
    @ValueSource(ints = {5, 129})
    void gradientsReachAMaskThatIsLearned(int length) {
        try (Autograd.Scope on = Autograd.recording(true)) {
            NDArray x = manager.randomNormal(new Shape(1, 2, length, 4));
            NDArray mask = manager.zeros(new Shape(1, 2, length, length));
            x.setRequiresGradient(true);
            mask.setRequiresGradient(true);
            Operators.Scores scores = new Operators.Scores(mask, true, 0.5, 0);
            NDArray loss = Operators.attention(x, x, x, scores, 0).square().sum();
            for (NDArray gradient : Autograd.gradients(manager, loss, List.of(x, mask))) {
                assertTrue(gradient.abs().max().getFloat() > 0);
            }
        }
    }

    /** Heads that share keys, and a mask of a head's own. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 129})
    void headsThatShareKeysHaveTheirOwnMasks(int queries) {
        NDArray query = manager.randomNormal(new Shape(2, 6, queries, 4));
        NDArray key = manager.randomNormal(new Shape(2, 2, 150, 4));
        NDArray value = manager.randomNormal(new Shape(2, 2, 150, 4));
        NDArray mask = manager.randomNormal(new Shape(1, 6, queries, 150));
        Operators.Scores scores = new Operators.Scores(mask, false, 0.5, 0);
        NDArray weights = query.matMul(key.repeat(1, 3).transpose(0, 1, 3, 2))
                .mul(0.5)
                .add(mask)
                .softmax(-1);
        assertArrayEquals(
                joined(weights.matMul(value.repeat(1, 3))),
                Operators.attention(query, key, value, scores, 0).toFloatArray(),
                1e-5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 129})
    void valuesMayBeSmallerThanKeys(int length) {
        NDArray query = manager.randomNormal(new Shape(2, 4, length, 5));
        NDArray key = manager.randomNormal(new Shape(2, 2, length, 5));
        NDArray value = manager.randomNormal(new Shape(2, 2, length, 3));
        Operators.Scores scores = new Operators.Scores(null, true, 0.5, 0);
        NDArray actual = Operators.attention(query, key, value, scores, 0);
        NDArray weights = Operators.attentionWeights(query, key, scores);
        assertEquals(new Shape(2, length, 12), actual.getShape());
        assertArrayEquals(joined(weights.matMul(value.repeat(1, 2))), actual.toFloatArray(), 1e-5f);
    }

    @Test
    void crossEntropySumsOverRowsThatAreNotIgnored() {
        NDArray logits = manager.create(new float[] {1, 2, 3, 0, 0, 0, 5, 1, 1}, new Shape(3, 3));
        NDArray labels = manager.create(new long[] {2, -100, 0});
        double expected = -Math.log(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)))
                - Math.log(Math.exp(5) / (Math.exp(5) + 2 * Math.exp(1)));
        assertEquals(expected, Operators.crossEntropy(logits, labels, -100, 0).getFloat(), 1e-5);
    }

    @Test
    void labelSmoothingSpreadsTheTargetOverAllClasses() {
        NDArray logits = manager.create(new float[] {1, 2, 3}, new Shape(1, 3));
        double log = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3));
        double expected = log - (0.7 * 3 + 0.1 * (1 + 2 + 3));
        NDArray labels = manager.create(new long[] {2});
        assertEquals(expected, Operators.crossEntropy(logits, labels, -100, 0.3).getFloat(), 1e-5);
    }

    @Test
    void anIdBeyondTheTableIsAnErrorAndNoCrash() {
        NDArray table = manager.ones(new Shape(4, 2));
        for (long id : new long[] {4, -1, Long.MAX_VALUE}) {
            NDArray ids = manager.create(new long[] {id});
            assertThrows(EngineException.class, () -> Operators.embedding(ids, table, -1), "id " + id);
        }
    }

    @Test
    void theGradientOfATableHoldsOnlyTheRowsThatWereUsed() {
        try (Autograd.Scope on = Autograd.recording(true)) {
            NDArray table = manager.ones(new Shape(5, 2));
            table.setRequiresGradient(true);
            NDArray picked = Operators.embedding(manager.create(new long[] {3, 1, 3, 0}), table, 0);
            NDArray gradient =
                    Autograd.gradients(manager, picked.sum(), List.of(table)).get(0);
            assertTrue(gradient.isSparse());
            assertArrayEquals(
                    new float[] {0, 0, 1, 1, 0, 0, 2, 2, 0, 0},
                    Autograd.dense(gradient).toFloatArray());
        }
    }

    @Test
    void aParameterThatTheLossDoesNotKnowHasAGradientOfZeros() {
        try (Autograd.Scope on = Autograd.recording(true)) {
            NDArray used = manager.ones(new Shape(2));
            NDArray unused = manager.ones(new Shape(3));
            used.setRequiresGradient(true);
            unused.setRequiresGradient(true);
            List<NDArray> gradients = Autograd.gradients(manager, used.mul(2).sum(), List.of(used, unused));
            assertArrayEquals(new float[] {2, 2}, gradients.get(0).toFloatArray());
            assertArrayEquals(new float[] {0, 0, 0}, gradients.get(1).toFloatArray());
        }
    }

    @Test
    void rowsComeInTheOrderAskedFor() {
        NDArray x = manager.arange(6f).reshape(3, 2);
        NDArray rows = Operators.rows(x, manager.create(new long[] {2, 0, 2}));
        assertArrayEquals(new float[] {4, 5, 0, 1, 4, 5}, rows.toFloatArray());
    }

    @Test
    void activationsAndNormEqualTheirFormulas() {
        float x = 0.7f;
        NDArray array = manager.create(new float[] {x});
        double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
        assertEquals(0.5 * x * (1 + Math.tanh(inner)), Operators.geluTanh(array).getFloat(), 1e-6);
        assertEquals(x / (1 + Math.exp(-x)), Operators.silu(array).getFloat(), 1e-6);
        NDArray pair = manager.create(new float[] {3, 4});
        NDArray weight = manager.create(new float[] {1, 2});
        double rms = Math.sqrt(12.5 + 1e-5);
        assertArrayEquals(
                new float[] {(float) (3 / rms), (float) (8 / rms)},
                Operators.rmsNorm(pair, weight, 0, 1e-5).toFloatArray(),
                1e-6f);
    }

    /** One row is normalised by fewer operators than several. */
    @Test
    void rmsNormOfOneRowEqualsThatAmongOthers() {
        NDArray rows = manager.randomNormal(new Shape(2, 24));
        NDArray weight = manager.randomNormal(new Shape(24));
        float[] among = Operators.rmsNorm(rows, weight, 1, 1e-6).get(1).toFloatArray();
        NDArray alone = Operators.rmsNorm(rows.get(new NDIndex("1:2")), weight, 1, 1e-6);
        assertEquals(new Shape(1, 24), alone.getShape());
        assertArrayEquals(among, alone.toFloatArray(), 1e-6f);
    }

    /** Its sum of squares, 102,400, is above the largest 16-bit float. */
    @Test
    void rmsNormOfOneRowOf16BitFloatsIsNotZero() {
        NDArray row = manager.full(new Shape(1, 64), 40f).toType(DataType.FLOAT16, false);
        NDArray weight = manager.ones(new Shape(64), DataType.FLOAT16);
        float[] ones = manager.ones(new Shape(64)).toFloatArray();
        NDArray norm = Operators.rmsNorm(row, weight, 0, 1e-6);
        assertArrayEquals(ones, norm.toType(DataType.FLOAT32, false).toFloatArray(), 1e-3f);
    }

    @Test
    void rmsNormOfOneRowHasGradients() {
        NDArray x = manager.create(new float[] {3, 4}, new Shape(1, 2));
        NDArray weight = manager.ones(new Shape(2));
        weight.setRequiresGradient(true);
        try (Autograd.Scope on = Autograd.recording(true)) {
            NDArray loss = Operators.rmsNorm(x, weight, 0, 0).sum();
            float rms = (float) Math.sqrt(12.5);
            assertArrayEquals(
                    new float[] {3 / rms, 4 / rms},
                    Autograd.gradients(manager, loss, List.of(weight)).get(0).toFloatArray(),
                    1e-6f);
        }
    }
}
