package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import dev.jformers.attention.PaddingMask;
import dev.jformers.head.Readout;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.NormPlacement;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transformer whose tokens all see each other. */
public final class Encoder extends TypedBlock {

    private final Embeddings embeddings;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private final @Nullable NormBlock finalNorm;

    public Encoder(TransformerConfig config) {
        this.embeddings = addChildBlock("embeddings", new Embeddings(config));
        for (int i = 0; i < config.layers(); i++) {
            layers.add(addChildBlock("layer" + i, new EncoderLayer(config)));
        }
        this.finalNorm = config.normPlacement() == NormPlacement.PRE
                ? addChildBlock("finalNorm", config.norm().newBlock(config.hiddenSize()))
                : null;
    }

    /** The table of word embeddings, for a head that shares it. */
    public EmbeddingTable wordEmbeddings() {
        return embeddings.word();
    }

    /**
     * @param readout which tokens are read
     * @return the vectors that are read, {@code [..., hidden]}
     */
    public NDArray encode(Pass pass, EncoderInput input, Readout readout) {
        return encode(pass, input, readout, null);
    }

    /**
     * @param trace takes hidden states and attention weights
     * @return {@code [batch, seq, hidden]}
     */
    NDArray encode(Pass pass, EncoderInput input, Trace trace) {
        NDArray hidden = encode(pass, input, new Readout.AllTokens(), trace);
        trace.hiddenState(hidden);
        return hidden;
    }

    private NDArray encode(Pass pass, EncoderInput input, Readout readout, @Nullable Trace trace) {
        NDArray mask = input.mask() == null ? null : PaddingMask.additive(input.mask());
        NDArray hidden = embeddings.embed(pass, input);
        Iterator<EncoderLayer> remaining = layers.iterator();
        while (remaining.hasNext()) {
            if (trace != null) {
                trace.hiddenState(hidden);
            }
            EncoderLayer layer = remaining.next();
            Readout read = remaining.hasNext() ? new Readout.AllTokens() : readout;
            hidden = layer.apply(pass, hidden, mask, read, trace);
        }
        return finalNorm == null ? hidden : finalNorm.normalize(pass, hidden);
    }
}
