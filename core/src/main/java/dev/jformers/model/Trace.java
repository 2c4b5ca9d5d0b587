package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a forward pass saw on its way, for those who ask: the hidden states (the embeddings first, then each layer's output,
 * {@code [batch, seq, hidden]}) and each layer's attention weights ({@code [batch, heads, querySeq, keySeq]}). Targets of a
 * {@link Permutation} stand behind the tokens. Not thread-safe; a new one for each pass.
 */
public final class Trace {

    private final List<NDArray> hiddenStates = new ArrayList<>();
    private final List<NDArray> attentions = new ArrayList<>();
    private final List<NDArray> crossAttentions = new ArrayList<>();
    private @Nullable Trace encoder;

    void hiddenState(NDArray hidden) {
        hiddenStates.add(hidden);
    }

    void attention(NDArray weights) {
        attentions.add(weights);
    }

    void crossAttention(NDArray weights) {
        crossAttentions.add(weights);
    }

    /** What the encoder before a decoder saw. */
    public Trace encoder() {
        if (encoder == null) {
            encoder = new Trace();
        }
        return encoder;
    }

    public List<NDArray> hiddenStates() {
        return List.copyOf(hiddenStates);
    }

    public List<NDArray> attentions() {
        return List.copyOf(attentions);
    }

    /** Of a decoder to its encoder; empty where there is none. */
    public List<NDArray> crossAttentions() {
        return List.copyOf(crossAttentions);
    }
}
