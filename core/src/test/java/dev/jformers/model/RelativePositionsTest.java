package dev.jformers.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.jformers.attention.MultiHead;
import dev.jformers.position.NoRelativePosition;
import dev.jformers.position.RelativeBias;
import dev.jformers.position.RelativePosition;
import dev.jformers.position.Sharing;
import dev.jformers.position.ToeplitzBias;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Positions that are in attention alone, or nowhere, in a whole stack of two layers. */
class RelativePositionsTest {

    private static final List<RelativePosition> SHARED =
            List.of(new RelativeBias(8, 10, false, 1), new ToeplitzBias(3));
    private static final List<RelativePosition> OWN =
            List.of(new RelativeBias(8, 10, false, 1, Sharing.LAYER), new ToeplitzBias(3, Sharing.LAYER));

    private static final long[] IDS = {5, 9, 7, 3, 8, 11, 2};
    private static final long[] SWAPPED = {5, 8, 7, 3, 9, 11, 2};

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @FieldSource("SHARED")
    void layersShareOneTable(RelativePosition position) throws IOException {
        try (TinyTransformer decoder = decoder(position)) {
            assertEquals(List.of("decoder.position0.weight"), tables(decoder.weights()));
            assertTrue(gradient(decoder, "decoder.position0.weight").abs().max().getFloat() > 1e-4);
        }
    }

    @ParameterizedTest
    @FieldSource("OWN")
    void layersHaveTablesOfTheirOwn(RelativePosition position) throws IOException {
        try (TinyTransformer decoder = decoder(position)) {
            List<String> tables = tables(decoder.weights());
            assertEquals(List.of("decoder.position0.weight", "decoder.position1.weight"), tables);
            NDArray one = gradient(decoder, tables.get(0));
            NDArray other = gradient(decoder, tables.get(1));
            assertTrue(one.abs().max().getFloat() > 1e-4);
            assertTrue(other.abs().max().getFloat() > 1e-4);
            assertTrue(one.sub(other).abs().max().getFloat() > 1e-4);
        }
    }

    @ParameterizedTest
    @FieldSource("OWN")
    void ownTablesOfTheSameValuesAreAsOneThatIsShared(RelativePosition position) throws IOException {
        RelativePosition shared = SHARED.get(OWN.indexOf(position));
        try (TinyTransformer own = decoder(position);
                TinyTransformer one = decoder(shared)) {
            Map<String, NDArray> values = one.weights();
            own.weights().forEach((path, weight) -> {
                NDArray value = Objects.requireNonNull(values.get(path.replace("position1", "position0")));
                weight.set(value.toFloatArray());
            });
            NDArray expected = one.encode(tokens(IDS));
            assertArrayEquals(expected.toFloatArray(), own.encode(tokens(IDS)).toFloatArray());
            weight(own, "decoder.position1.weight").muli(3);
            assertTrue(expected.sub(own.encode(tokens(IDS))).abs().max().getFloat() > 1e-4);
        }
    }

    @ParameterizedTest
    @FieldSource("SHARED")
    void layersWithOtherHeadsHaveAnotherTable(RelativePosition position) throws IOException {
        TransformerConfig config = TinyTransformer.withPositions(TinyTransformer.fixture("gpt2"), null, position);
        config = TinyTransformer.withLayers(config, layers -> List.of(layers.get(0), withOneHead(layers.get(1))));
        try (TinyTransformer decoder = TinyTransformer.of(config)) {
            assertEquals(List.of("decoder.position0.weight", "decoder.position1.weight"), tables(decoder.weights()));
            assertEquals(
                    3, weight(decoder, "decoder.position0.weight").getShape().get(1));
            assertEquals(
                    1, weight(decoder, "decoder.position1.weight").getShape().get(1));
            assertEquals(IDS.length, decoder.encode(tokens(IDS)).getShape().get(1));
        }
    }

    private static LayerConfig withOneHead(LayerConfig layer) {
        MultiHead heads = (MultiHead) layer.attention();
        MultiHead one = new MultiHead(
                1,
                1,
                heads.headDim(),
                heads.queryKeyValueBias(),
                heads.outputBias(),
                heads.queryKeyNorm(),
                heads.scale(),
                heads.softCap(),
                heads.pattern(),
                heads.position(),
                heads.dropout());
        return new LayerConfig(one, layer.feedForward(), layer.norm(), layer.layout(), layer.dropout());
    }

    @Test
    void withoutPositionsAnEncoderTurnsAPermutationIntoTheSame() throws IOException {
        TransformerConfig nope = withoutPositions();
        try (TinyTransformer encoder = TinyTransformer.of(TinyTransformer.twoWay(nope))) {
            NDArray hidden = encoder.encode(tokens(IDS));
            NDArray swapped = encoder.encode(tokens(SWAPPED));
            int[] order = {0, 4, 2, 3, 1, 5, 6};
            for (int place = 0; place < order.length; place++) {
                assertNear(at(hidden, order[place]), at(swapped, place));
            }
            assertTrue(hidden.sub(swapped).abs().max().getFloat() > 0.01);
        }
    }

    @Test
    void withoutPositionsTheOrderOfEarlierTokensIsSeenThroughTheCausalMaskAlone() throws IOException {
        TransformerConfig nope = withoutPositions();
        TransformerConfig layer = TinyTransformer.withLayers(nope, layers -> layers.subList(0, 1));
        try (TinyTransformer one = TinyTransformer.of(layer);
                TinyTransformer two = TinyTransformer.of(nope)) {
            assertNear(at(one.encode(tokens(IDS)), 6), at(one.encode(tokens(SWAPPED)), 6));
            NDArray change = at(two.encode(tokens(IDS)), 6).sub(at(two.encode(tokens(SWAPPED)), 6));
            assertTrue(change.abs().max().getFloat() > 1e-3, "a second layer sees what the tokens of the first saw");
        }
    }

    private static TransformerConfig withoutPositions() throws IOException {
        return TinyTransformer.withPositions(TinyTransformer.fixture("gpt2"), null, new NoRelativePosition());
    }

    private static TinyTransformer decoder(RelativePosition position) throws IOException {
        TransformerConfig config = TinyTransformer.withPositions(TinyTransformer.fixture("gpt2"), null, position);
        return TinyTransformer.of(TinyTransformer.withLayers(config, layers -> layers.subList(0, 2)));
    }

    private static List<String> tables(Map<String, NDArray> weights) {
        return weights.keySet().stream()
                .filter(path -> path.contains("position"))
                .toList();
    }

    private static NDArray weight(TinyTransformer decoder, String path) {
        return Objects.requireNonNull(decoder.weights().get(path));
    }

    private NDArray gradient(TinyTransformer decoder, String path) {
        NDArray weight = weight(decoder, path);
        try (Autograd.Scope on = Autograd.recording(true)) {
            NDArray hidden = decoder.encode(tokens(IDS));
            NDArray weighted =
                    hidden.mul(manager.arange((int) hidden.size()).sin().reshape(hidden.getShape()));
            return Autograd.dense(
                    Autograd.gradients(manager, weighted.sum(), List.of(weight)).get(0));
        }
    }

    private TokenInput tokens(long[] ids) {
        return new TokenInput(manager.create(ids, new Shape(1, ids.length)), null, null);
    }

    private static NDArray at(NDArray hidden, int place) {
        return hidden.get(new NDIndex(":, {}", place));
    }

    private static void assertNear(NDArray expected, NDArray actual) {
        assertArrayEquals(expected.toFloatArray(), actual.toFloatArray(), 1e-5f);
    }
}
