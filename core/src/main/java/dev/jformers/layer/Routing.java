package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.jformers.torch.Operators;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the routers of a pass said, layer by layer, for who trains them: {@code pass.with(routing)} fills it. A pass that has one
 * computes all tokens in all layers. Not thread-safe; a new one for each pass. The arrays belong to the manager of the input.
 */
public final class Routing {

    private final NDList logits = new NDList();
    private final List<Router> routers = new ArrayList<>();

    void add(Router router, NDArray scores) {
        routers.add(router);
        logits.add(scores);
    }

    /** Scores of the experts, {@code [batch * seq, experts]}, one array a layer that has a router. */
    public List<NDArray> logits() {
        return List.copyOf(logits);
    }

    /** Whether some layer has a router. */
    public boolean isEmpty() {
        return logits.isEmpty();
    }

    /**
     * How unevenly tokens go to experts (Fedus et al. 2022, equations 4 to 6, over all layers together): the sum over experts of
     * the share of tokens that choose one times its mean probability, times the number of experts. The least value is the number
     * of experts that a token chooses.
     *
     * @param mask {@code [batch, seq]}, 1 for tokens and 0 for padding, which does not count; null where nothing is padded
     * @return a scalar
     */
    public NDArray balancingLoss(@Nullable NDArray mask) {
        NDArray probabilities = NDArrays.concat(logits, 0).softmax(1);
        long experts = probabilities.getShape().getLastDimension();
        NDArray chosen = probabilities.topK(routers.get(0).chosen(), 1).get(1);
        // [rows, chosen] -> [rows, experts]
        NDArray choices =
                chosen.oneHot(Math.toIntExact(experts), DataType.FLOAT32).sum(new int[] {1});
        NDArray counted = counted(mask, probabilities);
        NDArray rows = counted.sum();
        NDArray shares = choices.mul(counted).sum(new int[] {0}).div(rows);
        NDArray means = probabilities.mul(counted).sum(new int[] {0}).div(rows);
        return Operators.scale(shares.mul(means).sum(), experts);
    }

    /** {@code [layers * batch * seq, 1]}. */
    private NDArray counted(@Nullable NDArray mask, NDArray probabilities) {
        if (mask == null) {
            return probabilities.sum(new int[] {1}, true).onesLike();
        }
        NDArray layer = mask.toType(DataType.FLOAT32, false).reshape(-1, 1);
        return NDArrays.concat(new NDList(Collections.nCopies(logits.size(), layer)), 0);
    }
}
