package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.Attention;
import dev.jformers.head.Readout;
import dev.jformers.layer.Linear;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import dev.jformers.position.RelativePositionBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Embeddings and the layers above them. */
final class Stack extends TypedBlock {

    private final StackConfig config;
    private final Embeddings embeddings;
    private final List<LayerBlock> layers = new ArrayList<>();
    private final Map<PositionKey, RelativePositionBlock> positions = new LinkedHashMap<>();

    private final @Nullable NormBlock finalNorm;
    private final @Nullable Linear projection;

    Stack(TransformerConfig transformer, StackConfig config) {
        this.config = config;
        this.embeddings = addChildBlock("embeddings", new Embeddings(transformer, config.embedding()));
        for (LayerConfig layer : config.layers()) {
            LayerBlock block = layer.layout().newBlock(transformer.hiddenSize(), layer);
            layers.add(addChildBlock("layer" + layers.size(), block));
            addPosition(PositionKey.of(layer.attention(), layers.size() - 1));
        }
        this.finalNorm = config.finalNorm() == null
                ? null
                : addChildBlock("finalNorm", config.finalNorm().newBlock(transformer.hiddenSize()));
        this.projection = transformer.outputSize() == transformer.hiddenSize()
                ? null
                : addChildBlock("projection", new Linear(transformer.hiddenSize(), transformer.outputSize(), false));
    }

    private void addPosition(PositionKey key) {
        if (!positions.containsKey(key)) {
            RelativePositionBlock block = key.position().newBlock(key.heads());
            positions.put(key, addChildBlock("position" + positions.size(), block));
        }
    }

    /**
     * @param words the tokens' vectors, {@code [batch, seq, embedding]}
     * @param memory what an encoder made; null where there is none
     * @param readout which tokens are read
     * @param trace takes hidden states and attention weights; then the readout must be all tokens
     * @return the vectors that are read, {@code [..., hidden]}
     */
    NDArray run(Pass pass, NDArray words, StackInput input, Readout readout, @Nullable Trace trace) {
        TokenInput tokens = input.tokens();
        NDArray hidden = embed(pass, words, input);
        Readout answers = answers(tokens, readout);
        KeyValueCache cache = input.cache();
        LayerContext context = new LayerContext(pass, tokens, positions, cache == null ? 0 : cache.length());
        List<Integer> order = config.order();
        boolean whole = trace != null || pass.routing() != null;
        for (int i = 0; i < order.size(); i++) {
            if (trace != null) {
                trace.hiddenState(hidden);
            }
            Attention attention = config.layers().get(order.get(i)).attention();
            boolean last = i == order.size() - 1;
            Readout read = last && !whole ? answers : new Readout.AllTokens();
            LayerInput layerInput = new LayerInput(
                    context.mask(attention, order.get(i)),
                    context.signal(attention, order.get(i)),
                    input.memory(),
                    read,
                    lookedAt(tokens),
                    tokens.mask(),
                    cache == null ? null : cache.layer(i),
                    cache == null ? null : cache.memoryOf(i),
                    trace);
            hidden = layers.get(order.get(i)).apply(pass, hidden, layerInput);
        }
        hidden = pass.dropout(finalNorm == null ? hidden : finalNorm.normalize(pass, hidden), config.finalDropout());
        hidden = projection == null ? hidden : projection.apply(pass, hidden);
        if (trace != null) {
            trace.hiddenState(hidden);
        }
        return whole ? answers.of(hidden) : hidden;
    }

    /** The tokens' vectors, and behind them those of the targets. */
    private NDArray embed(Pass pass, NDArray words, StackInput input) {
        TokenInput tokens = input.tokens();
        long past = input.cache() == null ? 0 : input.cache().length();
        NDArray embedded = embeddings.embed(pass, words, tokens, past);
        NDArray targets = tokens.targets();
        return targets == null ? embedded : embedded.concat(embeddings.targets(pass, targets), 1);
    }

    private static Readout answers(TokenInput tokens, Readout readout) {
        return tokens.targets() == null ? readout : new Readout.Behind(tokens.length(), readout);
    }

    private static Readout lookedAt(TokenInput tokens) {
        return tokens.targets() == null ? new Readout.AllTokens() : new Readout.FirstTokens(tokens.length());
    }
}
