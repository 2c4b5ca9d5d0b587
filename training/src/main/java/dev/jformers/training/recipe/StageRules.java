package dev.jformers.training.recipe;

import dev.jformers.training.data.DataConfig;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rules that hold between the keys of one record. What breaks them is reported as a key and a message. */
final class StageRules {

    private StageRules() {}

    static void check(Object record, BiConsumer<String, String> report) {
        if (record instanceof TrainStage stage) {
            checkSteps(stage, report);
            checkEvaluation(stage, report);
            checkBest(stage, report);
            checkLabels(stage, report);
        } else if (record instanceof MaskedLm masked && masked.maskTokenShare() + masked.randomTokenShare() > 1) {
            report.accept(
                    "random_token_share",
                    "is " + masked.randomTokenShare() + " but must be at most 1 - mask_token_share ("
                            + masked.maskTokenShare() + ")");
        }
    }

    private static void checkSteps(TrainStage stage, BiConsumer<String, String> report) {
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

    private static void checkEvaluation(TrainStage stage, BiConsumer<String, String> report) {
        String strategy = ScalarType.constant(stage.evalStrategy());
        if (stage.evalStrategy() != EvalStrategy.NO && stage.validation() == null) {
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

    private static void checkBest(TrainStage stage, BiConsumer<String, String> report) {
        String metric = stage.metricForBestModel();
        if (metric != null && stage.validation() == null) {
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

    private static void checkLabels(TrainStage stage, BiConsumer<String, String> report) {
        if (!(stage.objective() instanceof Classification classification)) {
            return;
        }
        checkLabelColumn("train", stage.train(), report);
        checkLabelColumn("validation", stage.validation(), report);
        if (classification.labels() != null && stage.train().labels() != null) {
            report.accept("train.labels", "are given in objective.labels too; keep one of them");
        }
    }

    private static void checkLabelColumn(String key, @Nullable DataConfig data, BiConsumer<String, String> report) {
        if (data != null && data.labelColumn() == null) {
            report.accept(
                    key + ".label_column",
                    "is missing but classification needs labels; name their column, for example label_column: label");
        }
    }
}
