package dev.jformers.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;
import dev.jformers.ModelDescription;
import dev.jformers.attention.MultiHead;
import dev.jformers.attention.Pattern;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.position.AbsolutePosition;
import dev.jformers.position.RelativePosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A transformer without a head whose weights are large enough for every token to matter. */
final class TinyTransformer implements AutoCloseable {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    private final NDManager manager = NDManager.newBaseManager();
    private final Transformer block;

    private TinyTransformer(TransformerConfig config) {
        this.block = new Transformer(config);
    }

    /** With weights of its own. */
    static TinyTransformer of(TransformerConfig config) {
        TinyTransformer tiny = new TinyTransformer(config);
        Engine.getInstance().setRandomSeed(7);
        ParameterPaths.of(tiny.block).values().stream()
                .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
                .forEach(parameter -> parameter.setInitializer(new NormalInitializer(0.3f)));
        tiny.block.initialize(tiny.manager, DataType.FLOAT32, new Shape(1, 1));
        return tiny;
    }

    /** With the weights of another, which may stand in a stack of another name. */
    static TinyTransformer of(TransformerConfig config, TinyTransformer other) {
        TinyTransformer tiny = new TinyTransformer(config);
        Map<String, Parameter> weights = ParameterPaths.of(other.block);
        ParameterPaths.of(tiny.block).forEach((path, parameter) -> {
            Parameter weight = Objects.requireNonNull(weights.get(path.replace("encoder.", "decoder.")));
            parameter.setInitializer((owner, shape, type) -> {
                NDArray copy = weight.getArray().duplicate();
                copy.attach(owner);
                return copy;
            });
        });
        tiny.block.initialize(tiny.manager, DataType.FLOAT32, new Shape(1, 1));
        return tiny;
    }

    /** What the {@code config.json} of a fixture describes. */
    static TransformerConfig fixture(String name) throws IOException {
        return ModelDescription.of(HuggingFaceFolder.open(FIXTURES.resolve(name)))
                .transformer();
    }

    /** A decoder like this one that knows the order of tokens in this way. */
    static TransformerConfig withPositions(
            TransformerConfig config, @Nullable AbsolutePosition absolute, RelativePosition relative) {
        StackConfig stack = config.stacks().last();
        EmbeddingConfig embedding = stack.embedding();
        EmbeddingConfig changed = new EmbeddingConfig(
                embedding.scale(), absolute, embedding.segmentTypes(), embedding.norm(), embedding.dropout());
        StackConfig mapped = mapped(stack, changed, attention -> attention(attention, attention.pattern(), relative));
        return with(config, new Stacks.DecoderOnly(mapped));
    }

    /** A decoder like this one whose layers these are made of. */
    static TransformerConfig withLayers(TransformerConfig config, UnaryOperator<List<LayerConfig>> layers) {
        StackConfig stack = config.stacks().last();
        StackConfig changed = StackConfig.of(stack.embedding(), layers.apply(stack.layers()), stack.finalNorm());
        return with(config, new Stacks.DecoderOnly(changed));
    }

    /** An encoder whose layers look ahead as far as those of this decoder look back. */
    static TransformerConfig twoWay(TransformerConfig config) {
        StackConfig stack = config.stacks().last();
        StackConfig mapped = mapped(
                stack,
                stack.embedding(),
                attention -> attention(attention, twoWay(attention.pattern()), attention.position()));
        return with(config, new Stacks.EncoderOnly(mapped));
    }

    private static Pattern twoWay(Pattern pattern) {
        return pattern instanceof Pattern.CausalWindow window
                ? new Pattern.Window(window.size() - 1)
                : new Pattern.Full();
    }

    private static StackConfig mapped(
            StackConfig stack, EmbeddingConfig embedding, UnaryOperator<MultiHead> attention) {
        return StackConfig.of(
                embedding,
                stack.layers().stream()
                        .map(layer -> new LayerConfig(
                                attention.apply((MultiHead) layer.attention()),
                                null,
                                layer.feedForward(),
                                layer.norm(),
                                layer.layout(),
                                layer.dropout()))
                        .toList(),
                stack.finalNorm());
    }

    private static MultiHead attention(MultiHead heads, Pattern pattern, RelativePosition position) {
        return new MultiHead(
                heads.heads(),
                heads.kvHeads(),
                heads.headDim(),
                heads.queryKeyValueBias(),
                heads.outputBias(),
                heads.queryKeyNorm(),
                heads.scale(),
                heads.softCap(),
                pattern,
                position,
                heads.dropout());
    }

    private static TransformerConfig with(TransformerConfig config, Stacks stacks) {
        return new TransformerConfig(
                config.vocabularySize(),
                config.paddingId(),
                config.embeddingSize(),
                config.hiddenSize(),
                stacks,
                config.dropout());
    }

    /** The last hidden states, {@code [batch, seq, hidden]}, owned by the manager of the tokens. */
    NDArray encode(TokenInput tokens) {
        Pass pass = new Pass(new ParameterStore(manager, false), Device.cpu(), false);
        return block.encode(pass, new ModelInput(tokens), new Readout.AllTokens());
    }

    /** Its parameters by path, as training has them. */
    Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        ParameterPaths.of(block).forEach((path, parameter) -> {
            parameter.getArray().setRequiresGradient(true);
            weights.put(path, parameter.getArray());
        });
        return weights;
    }

    @Override
    public void close() {
        manager.close();
    }
}
