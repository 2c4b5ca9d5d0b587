package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.jformers.head.MultiTokenPrediction.MultiTokenPredictionBlock;
import dev.jformers.layer.Pass;
import dev.jformers.layer.TypedBlock;
import dev.jformers.model.ParameterPaths;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The losses of all tokens that a model predicts at a position, summed (Gloeckle et al. 2024, equation 2). Each head runs backward
 * to the hidden states as soon as its loss is known, so that the logits of one head at a time are in memory (section 2).
 *
 * @param head predicts the tokens
 * @param words the word embeddings, {@code [vocab, hidden]}
 * @param batch at whose positions is predicted
 */
record MultiTokenLoss(MultiTokenPredictionBlock head, Parameter words, Batch batch) {

    /**
     * @param hidden the hidden states at the positions of the batch, {@code [predictions, hidden]}
     * @return a scalar that belongs to the manager of the hidden states
     */
    NDArray of(Pass pass, NDArray hidden) {
        NDManager manager = hidden.getManager();
        List<NDArray> parameters = parameters(pass);
        NDArray sum = manager.create(0f);
        List<NDArray> gradients = List.of();
        for (int behind = 0; behind <= head.further(); behind++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray start = start(scope, hidden);
                NDArray loss = loss(pass, start, behind);
                sum = sum.add(loss.stopGradient());
                List<NDArray> own = Autograd.gradients(manager, loss, with(start, parameters));
                gradients = Autograd.accumulate(manager, gradients, own);
            }
        }
        return Autograd.withGradients(sum, with(hidden, parameters), gradients);
    }

    /** What a head's way back ends at. */
    private static NDArray start(NDManager scope, NDArray hidden) {
        NDArray start = hidden.stopGradient();
        start.attach(scope);
        start.setRequiresGradient(true);
        return start;
    }

    private NDArray loss(Pass pass, NDArray hidden, int behind) {
        NDArray logits =
                behind == 0 ? head.logits(pass, hidden, words) : head.furtherLogits(pass, hidden, words, behind);
        NDArray labels = hidden.getManager().create(labels(batch, behind));
        return Operators.crossEntropy(logits, labels, Batch.IGNORED, 0);
    }

    /**
     * The tokens behind those that come next.
     *
     * @param behind how far behind
     * @return a label for each position of the batch; {@link Batch#IGNORED} where the row or the document has ended
     */
    static long[] labels(Batch batch, int behind) {
        long[] labels = new long[batch.positions().length];
        for (int i = 0; i < labels.length; i++) {
            int from = Math.toIntExact(batch.positions()[i]);
            int place = from + 1 + behind;
            labels[i] = sameText(batch, from, place) ? batch.inputs().ids()[place] : Batch.IGNORED;
        }
        return labels;
    }

    private static boolean sameText(Batch batch, int from, int place) {
        int length = batch.inputs().length();
        long[] mask = batch.inputs().mask();
        if (place / length != from / length || (mask.length > 0 && mask[place] == 0)) {
            return false;
        }
        return !(batch.layout() instanceof Layout.Documents documents)
                || documents.numbers()[place] == documents.numbers()[from];
    }

    /** All that a head's loss may depend on besides the hidden states. */
    private List<NDArray> parameters(Pass pass) {
        Set<Parameter> all = new LinkedHashSet<>(ParameterPaths.of(head).values());
        all.add(words);
        return all.stream().filter(TypedBlock::isLearned).map(pass::value).toList();
    }

    private static List<NDArray> with(NDArray first, List<NDArray> others) {
        List<NDArray> all = new ArrayList<>(others);
        all.add(0, first);
        return all;
    }
}
