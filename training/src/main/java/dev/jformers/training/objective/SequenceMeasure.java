package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counts tokens, and whole rows of them, that were guessed. A row all of whose tokens are guessed, each behind the true ones before
 * it, is what greedy decoding produces.
 */
final class SequenceMeasure implements Measure {

    static final List<String> METRICS = Stream.concat(TokenMeasure.METRICS.stream(), Stream.of("eval_exact_match"))
            .toList();

    private final TokenMeasure tokens = new TokenMeasure();
    private long exact;
    private long total;

    @Override
    public void add(int[] examples, Batch batch, NDArray logits) {
        boolean[] right = TokenMeasure.right(batch, logits);
        tokens.add(right);
        long length = batch.rowLength();
        boolean whole = true;
        for (int i = 0; i < right.length; i++) {
            whole &= right[i];
            boolean last = i == right.length - 1 || batch.positions()[i + 1] / length != batch.positions()[i] / length;
            if (last) {
                exact += whole ? 1 : 0;
                total++;
                whole = true;
            }
        }
    }

    @Override
    public Map<String, Double> values(double loss) {
        Map<String, Double> values = new LinkedHashMap<>(tokens.values(loss));
        values.put("eval_exact_match", total == 0 ? 0 : (double) exact / total);
        return values;
    }
}
