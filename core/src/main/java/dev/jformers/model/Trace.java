package dev.jformers.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * What a forward pass saw on its way, for those who ask: the hidden states (the embeddings first, then each layer's output,
 * {@code [batch, seq, hidden]}) and each layer's attention weights ({@code [batch, heads, seq, seq]}). Not thread-safe; a new
 * one for each pass.
 */
public final class Trace {

    private final List<NDArray> hiddenStates = new ArrayList<>();
    private final List<NDArray> attentions = new ArrayList<>();

    void hiddenState(NDArray hidden) {
        hiddenStates.add(hidden);
    }

    void attention(NDArray weights) {
        attentions.add(weights);
    }

    public List<NDArray> hiddenStates() {
        return List.copyOf(hiddenStates);
    }

    public List<NDArray> attentions() {
        return List.copyOf(attentions);
    }
}
