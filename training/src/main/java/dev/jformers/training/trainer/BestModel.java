package dev.jformers.training.trainer;

import dev.jformers.training.recipe.TrainStage;
import java.util.Map;

/** Decides which evaluation is the best so far, and when to stop waiting for a better one. */
final class BestModel {

    private final String metric;
    private final double sign;
    private final double threshold;
    private final int patience;

    BestModel(TrainStage stage) {
        this.metric = stage.metricForBestModel() == null ? "eval_loss" : stage.metricForBestModel();
        this.sign = metric.endsWith("loss") || metric.endsWith("perplexity") ? -1 : 1;
        this.threshold = stage.earlyStoppingThreshold();
        this.patience = stage.earlyStoppingPatience() == null ? Integer.MAX_VALUE : stage.earlyStoppingPatience();
    }

    /**
     * Takes note of an evaluation.
     *
     * @param values what it measured
     * @param checkpoint name of the checkpoint that has these weights
     * @return whether it is the best so far
     */
    boolean update(TrainerState state, Map<String, Double> values, String checkpoint) {
        double value = values.getOrDefault(metric, Double.NaN);
        double gain = state.bestMetric == null ? Double.POSITIVE_INFINITY : sign * (value - state.bestMetric);
        boolean better = Double.isFinite(value) && gain > 0;
        state.evaluationsWithoutBetter = better && gain > threshold ? 0 : state.evaluationsWithoutBetter + 1;
        state.stoppedEarly = state.evaluationsWithoutBetter >= patience;
        if (better) {
            state.bestMetric = value;
            state.bestCheckpoint = checkpoint;
        }
        return better;
    }
}
