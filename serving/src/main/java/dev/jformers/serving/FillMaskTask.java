package dev.jformers.serving;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.model.TokenInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The most probable tokens at the masks of a text.
 *
 * @param mask id of the token that hides another
 * @param top how many tokens of each mask
 */
record FillMaskTask(int mask, int top) implements TextTask<List<FillMaskTask.Masked>> {

    /**
     * The tokens of one mask, the most probable first.
     *
     * @param ids of the tokens
     * @param probabilities of the tokens, in the same order
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Masked(long[] ids, float[] probabilities) {}

    /**
     * @throws InvalidInputException if the model predicts no masked tokens
     */
    static FillMaskTask of(Path folder, ModelDescription description, int mask, int top) {
        if (description.head() instanceof MaskedLanguageModel) {
            return new FillMaskTask(
                    mask,
                    Math.toIntExact(Math.min(top, description.transformer().vocabularySize())));
        }
        throw new InvalidInputException(folder + " holds a model with the head "
                + description.head().getClass().getSimpleName()
                + " but must hold one for masked tokens (architectures such as [\"BertForMaskedLM\"]).");
    }

    @Override
    public List<List<Masked>> answers(NDList outputs, TokenInput input) {
        long[] ids = input.ids().toLongArray();
        int seq = Math.toIntExact(input.ids().getShape().get(1));
        List<List<Masked>> answers = new ArrayList<>();
        for (int row = 0; row < ids.length / seq; row++) {
            List<Masked> masks = new ArrayList<>();
            for (int place = 0; place < seq; place++) {
                if (ids[row * seq + place] == mask) {
                    masks.add(at(outputs.get("logits"), row, place));
                }
            }
            answers.add(masks);
        }
        return answers;
    }

    private Masked at(NDArray logits, int row, int place) {
        try (NDManager manager = logits.getManager().newSubManager()) {
            NDArray scores = logits.get(manager, row, place).softmax(-1);
            scores.attach(manager);
            NDList best = scores.topK(top, -1, true, true);
            best.attach(manager);
            return new Masked(best.get(1).toLongArray(), best.get(0).toFloatArray());
        }
    }
}
