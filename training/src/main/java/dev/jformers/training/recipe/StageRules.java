package dev.jformers.training.recipe;

import dev.jformers.training.data.DataConfig;
import dev.jformers.training.recipe.Node.Mapping;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rules that hold between the keys of one record. */
final class StageRules {

    private final Mapping mapping;
    private final BiConsumer<String, String> report;

    /**
     * @param mapping the record as it stands in the file
     * @param report takes a key and what is wrong with it
     */
    StageRules(Mapping mapping, BiConsumer<String, String> report) {
        this.mapping = mapping;
        this.report = report;
    }

    void check(Object record) {
        if (record instanceof TrainStage stage) {
            checkSteps(stage);
            checkEvaluation(stage);
            checkBest(stage);
            checkLabels(stage);
        } else if (record instanceof MaskedLm masked && masked.maskTokenShare() + masked.randomTokenShare() > 1) {
            report.accept(
                    "random_token_share",
                    "is " + masked.randomTokenShare() + " but must be at most 1 - mask_token_share ("
                            + masked.maskTokenShare() + ")");
        }
    }

    private void checkSteps(TrainStage stage) {
        if (stage.warmupSteps() > 0 && stage.warmupRatio() > 0) {
            report.accept(
                    "warmup_ratio",
                    "is " + stage.warmupRatio() + " but warmup_steps is given too (" + stage.warmupSteps()
                            + "); keep one of them");
        }
        if (stage.maxTokensPerMicroBatch() < stage.maxLength()) {
            report.accept(
                    "max_tokens_per_micro_batch",
                    "is " + stage.maxTokensPerMicroBatch() + " but must be at least max_length (" + stage.maxLength()
                            + "), or the longest text fits in no micro-batch");
        }
    }

    private void checkEvaluation(TrainStage stage) {
        String strategy = ScalarType.constant(stage.evalStrategy());
        if (stage.evalStrategy() != EvalStrategy.NO && !mapping.has("validation")) {
            report.accept(
                    "eval_strategy",
                    "is " + strategy
                            + " but there is no data to evaluate on; add validation, or write eval_strategy: no");
        }
        if (stage.evalStrategy() == EvalStrategy.STEPS && stage.evalSteps() == null) {
            report.accept("eval_steps", "is missing but eval_strategy is steps; add it, for example eval_steps: 100");
        }
        if (stage.evalStrategy() != EvalStrategy.STEPS && stage.evalSteps() != null) {
            report.accept(
                    "eval_steps",
                    "is " + stage.evalSteps() + " but eval_strategy is " + strategy + "; write eval_strategy: steps");
        }
    }

    private void checkBest(TrainStage stage) {
        String metric = stage.metricForBestModel();
        if (metric != null && !mapping.has("validation")) {
            report.accept(
                    "metric_for_best_model",
                    "is \"" + metric
                            + "\" but there is no data to measure it on; add validation, or leave the key out");
        } else if (metric != null && !stage.objective().metrics().contains(metric)) {
            List<String> metrics = stage.objective().metrics();
            report.accept(
                    "metric_for_best_model",
                    "is \"" + metric + "\" but must be one of " + String.join(", ", metrics)
                            + NearMiss.hint(metric, metrics));
        }
        if (stage.evalStrategy() == EvalStrategy.NO && stage.loadBestModelAtEnd()) {
            report.accept(
                    "load_best_model_at_end",
                    "is true but nothing is evaluated to tell the best; set eval_strategy to steps or epoch");
        }
        if (stage.evalStrategy() == EvalStrategy.NO && stage.earlyStoppingPatience() != null) {
            report.accept(
                    "early_stopping_patience",
                    "is " + stage.earlyStoppingPatience()
                            + " but nothing is evaluated to stop on; set eval_strategy to steps or epoch");
        }
    }

    private void checkLabels(TrainStage stage) {
        if (!(stage.objective() instanceof Classification classification)) {
            return;
        }
        checkLabelColumn("train", stage.train());
        checkLabelColumn("validation", stage.validation());
        if (classification.labels() != null && stage.train().labels() != null) {
            report.accept("train.labels", "are given in objective.labels too; keep one of them");
        }
    }

    private void checkLabelColumn(String key, @Nullable DataConfig data) {
        if (data != null && data.labelColumn() == null) {
            report.accept(
                    key + ".label_column",
                    "is missing but classification needs labels; name their column, for example label_column: label");
        }
    }
}
