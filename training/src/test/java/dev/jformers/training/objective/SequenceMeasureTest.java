package dev.jformers.training.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDManager;
import dev.jformers.model.ShiftRight;
import dev.jformers.tokenizer.EncodedText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceMeasureTest {

    @Test
    void aRowCountsWhereAllOfItsTokensAreGuessed() {
        DecoderTargets targets = new DecoderTargets(new ShiftRight.FromStart(0, 0), 3);
        EncodedText text = new EncodedText(new int[] {1, 1, 1, 1, 1}, new int[0], false);
        Batch batch =
                targets.batch(List.of(text, text, text), List.of(new int[] {1, 3}, new int[] {2, 1, 3}, new int[] {3}));
        SequenceMeasure measure = new SequenceMeasure();
        try (NDManager manager = NDManager.newBaseManager()) {
            int[] guesses = {1, 3, 2, 2, 3, 3};
            float[][] logits = new float[guesses.length][4];
            for (int i = 0; i < guesses.length; i++) {
                logits[i][guesses[i]] = 1;
            }
            measure.add(new int[] {0, 1, 2}, batch, manager.create(logits));
        }
        Map<String, Double> values = measure.values(Math.log(7));
        double[] measured = List.of("eval_accuracy", "eval_exact_match", "eval_perplexity").stream()
                .mapToDouble(name -> values.getOrDefault(name, Double.NaN))
                .toArray();
        assertArrayEquals(new double[] {5.0 / 6, 2.0 / 3, 7}, measured, 1e-12);
        assertEquals(SequenceMeasure.METRICS.size() - 1, values.size());
    }
}
