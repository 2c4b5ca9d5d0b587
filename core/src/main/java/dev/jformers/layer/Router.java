package dev.jformers.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.jformers.torch.Operators;

/**
 * Chooses experts for each token: those with the highest probabilities.
 *
 * @param chosen how many a token gets
 * @param groups into which the experts fall; 1 for no groups
 * @param chosenGroups in how many groups, those with the most probable experts, a token's experts may be (DeepSeek-AI 2024,
 *     section 2.2.2)
 * @param normalized whether the weights of a token's experts are divided by their sum
 * @param scale what the weights are multiplied by
 * @param balance what the balancing loss is multiplied by in training; 0 for none
 */
public record Router(int chosen, int groups, int chosenGroups, boolean normalized, double scale, double balance) {

    /** Without groups, weights that sum to 1 (Jiang et al. 2024, section 2.1: Mixtral). */
    public static Router ofTop(int chosen, double balance) {
        return new Router(chosen, 1, 1, true, 1, balance);
    }

    /**
     * @param experts INT64 {@code [tokens, chosen]}
     * @param weights {@code [tokens, chosen]}
     */
    record Choice(NDArray experts, NDArray weights) {}

    /**
     * @param logits {@code [tokens, experts]}
     */
    Choice choose(NDArray logits) {
        NDArray probabilities = logits.softmax(1);
        NDList top = (groups == 1 ? probabilities : limited(probabilities)).topK(chosen, 1);
        NDArray weights = top.get(0);
        NDArray summed = normalized ? weights.div(weights.sum(new int[] {1}, true)) : weights;
        return new Choice(top.get(1), scale == 1 ? summed : Operators.scale(summed, scale));
    }

    /** Zero for the experts of all groups but the best. */
    private NDArray limited(NDArray probabilities) {
        long experts = probabilities.getShape().getLastDimension();
        // [tokens, experts] -> [tokens, groups, experts of a group]
        NDArray grouped = probabilities.reshape(-1, groups, experts / groups);
        NDArray best = grouped.max(new int[] {2}).topK(chosenGroups, 1).get(1);
        NDArray open = best.oneHot(groups, DataType.FLOAT32).sum(new int[] {1}).expandDims(2);
        return grouped.mul(open).reshape(-1, experts);
    }
}
