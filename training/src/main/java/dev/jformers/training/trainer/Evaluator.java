package dev.jformers.training.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.PretrainedModel;
import dev.jformers.tokenizer.LengthOrder;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.EncodedData;
import dev.jformers.training.objective.EncodedExample;
import dev.jformers.training.objective.Measure;
import dev.jformers.training.objective.Task;
import dev.jformers.training.progress.RunListener;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures a model on data, without dropout and without gradients. What is hidden from a masked language model depends on the
 * seed alone, so that two evaluations ask the same questions.
 */
public final class Evaluator {

    /** No batch has more than so many tokens, padding counted. */
    private static final int MAX_TOKENS = 4_096;

    private final Task task;
    private final EncodedData data;
    private final Seeds seeds;
    private final List<int[]> batches;
    private final RunListener listener;

    /**
     * @param batchSize examples of a batch
     */
    public Evaluator(Task task, EncodedData data, int batchSize, long seed, RunListener listener) {
        this.task = task;
        this.data = data;
        this.seeds = new Seeds(seed);
        this.batches = batches(data, batchSize);
        this.listener = listener;
    }

    /** Examples of similar length side by side, the longest first. */
    private static List<int[]> batches(EncodedData data, int batchSize) {
        LengthOrder order = new LengthOrder(data.lengths());
        int[] sorted = order.all();
        return IntStream.iterate(0, from -> from < sorted.length, from -> from + batchSize)
                .mapToObj(from -> Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + batchSize)))
                .flatMap(batch -> order.batches(batch, MAX_TOKENS).stream())
                .toList();
    }

    /**
     * Runs the model over all of the data.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Result evaluate(PretrainedModel model) throws InterruptedException {
        long start = System.nanoTime();
        Measure measure = task.newMeasure();
        double lossSum = 0;
        long predictions = 0;
        long done = 0;
        for (int i = 0; i < batches.size(); i++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the evaluation was interrupted");
            }
            Batch batch = batch(i);
            lossSum += addBatch(model, batch, batches.get(i), measure);
            predictions += batch.labels().length;
            done += batches.get(i).length;
            listener.evaluationAdvanced(done, data.examples().size());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(lossSum / Math.max(1, predictions), done / seconds, measure);
    }

    private Batch batch(int index) {
        List<EncodedExample> examples =
                Arrays.stream(batches.get(index)).mapToObj(data.examples()::get).toList();
        return task.collate(examples, seeds.collation(Long.MAX_VALUE, index));
    }

    private double addBatch(PretrainedModel model, Batch batch, int[] examples, Measure measure) {
        try (NDManager manager = model.manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            NDArray logits = task.logits(model, model.pass(false), batch, manager);
            NDArray labels = manager.create(batch.labels());
            measure.add(examples, batch, logits);
            return Operators.crossEntropy(logits, labels, Batch.IGNORED, 0).getFloat();
        }
    }

    /**
     * @param loss mean cross-entropy of a prediction, in nats
     * @param examplesPerSecond how fast it went
     * @param measure what the predictions are worth
     */
    public record Result(double loss, double examplesPerSecond, Measure measure) {

        /** By the names of Hugging Face's log. */
        public Map<String, Double> values() {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("eval_loss", loss);
            values.putAll(measure.values(loss));
            values.put("eval_samples_per_second", examplesPerSecond);
            return values;
        }
    }
}
