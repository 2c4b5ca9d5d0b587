package dev.jformers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import dev.jformers.head.MultiTokenPrediction;
import dev.jformers.head.MultiTokenPrediction.MultiTokenPredictionBlock;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Autograd;
import org.jspecify.annotations.Nullable;

/** What a model's further heads say of the tokens behind the next one, and what they read for it. Not thread-safe. */
final class FurtherLogits {

    private final PretrainedModel model;
    private final NDManager manager;
    private @Nullable NDArray hidden;
    private int end;

    /**
     * @param manager owns what is kept
     */
    FurtherLogits(PretrainedModel model, NDManager manager) {
        this.model = model;
        this.manager = manager;
    }

    /**
     * Keeps what the heads read; nothing where the model has none.
     *
     * @param read hidden states of the last tokens, {@code [..., hidden]}
     * @param length number of tokens up to the last one
     */
    void keep(NDArray read, int length) {
        if (!(model.description().head() instanceof MultiTokenPrediction)) {
            return;
        }
        if (hidden != null) {
            hidden.close();
        }
        read.attach(manager);
        hidden = read;
        end = length;
    }

    /**
     * @param length number of tokens that were not forgotten
     * @return a row for each further head; none where nothing was kept
     */
    float[][] behind(int length) {
        NDArray kept = hidden;
        if (kept == null) {
            return new float[0][];
        }
        try (NDManager scope = manager.newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            Pass pass = model.pass(false);
            MultiTokenPredictionBlock head = model.block().head(MultiTokenPredictionBlock.class);
            Parameter table = model.block().transformer().wordEmbeddings().weight();
            NDArray read = vector(kept, length, scope);
            float[][] logits = new float[head.further()][];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = head.furtherLogits(pass, read, table, 1 + i).toFloatArray();
            }
            return logits;
        }
    }

    /** Hidden states of the last token that was not forgotten, {@code [1, hidden]}, owned by the manager. */
    private NDArray vector(NDArray kept, int length, NDManager owner) {
        NDArray copy = kept.duplicate();
        copy.attach(owner);
        NDArray rows = copy.reshape(-1, copy.getShape().getLastDimension());
        long place = rows.getShape().get(0) - 1 - (end - length);
        return rows.get(new NDIndex("{}:{}", place, place + 1));
    }
}
