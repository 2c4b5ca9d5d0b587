package dev.jformers.training.recipe;

import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.DataFormat;
import dev.jformers.training.objective.Classification;
import dev.jformers.training.objective.MaskedLm;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The rules that hold between the keys of one record. */
final class StageRules {

    private final Set<String> unread;
    private final BiConsumer<String, String> problems;

    /**
     * @param unread the keys of the record whose values could not be read; what rests on them is not checked
     * @param problems takes a key and what is wrong with it
     */
    StageRules(Set<String> unread, BiConsumer<String, String> problems) {
        this.unread = unread;
        this.problems = problems;
    }

    void check(Object record) {
        if (record instanceof TrainStage stage) {
            checkSteps(stage);
            checkEvaluation(stage);
            checkBest(stage);
            if (stage.objective() instanceof Classification classification && read("objective")) {
                checkLabels(stage, classification);
            }
        } else if (record instanceof MaskedLm masked) {
            checkShares(masked);
        }
    }

    private void checkShares(MaskedLm masked) {
        if (masked.maskTokenShare() + masked.randomTokenShare() > 1 && read("mask_token_share")) {
            String rule = "must be at most 1 - mask_token_share (" + masked.maskTokenShare() + ")";
            report("random_token_share", "is " + masked.randomTokenShare() + " but " + rule);
        }
    }

    private void checkSteps(TrainStage stage) {
        if (stage.warmupSteps() > 0 && stage.warmupRatio() > 0 && read("warmup_steps")) {
            String other = "warmup_steps is given too (" + stage.warmupSteps() + "); keep one of them";
            report("warmup_ratio", "is " + stage.warmupRatio() + " but " + other);
        }
        if (stage.maxTokensPerMicroBatch() < stage.maxLength() && read("max_length")) {
            String rule = "must be at least max_length (" + stage.maxLength() + "), or the longest text fits in none";
            report("max_tokens_per_micro_batch", "is " + stage.maxTokensPerMicroBatch() + " but " + rule);
        }
    }

    private void checkEvaluation(TrainStage stage) {
        EvalStrategy strategy = stage.evalStrategy();
        String is = "is " + ScalarType.constant(strategy);
        if (strategy != EvalStrategy.NO && stage.validation() == null && read("validation")) {
            String remedy = "add validation, or write eval_strategy: no";
            report("eval_strategy", is + " but there is no data to evaluate on; " + remedy);
        }
        if (strategy == EvalStrategy.STEPS && stage.evalSteps() == null) {
            report("eval_steps", "is missing but eval_strategy is steps; add it, for example eval_steps: 100");
        }
        if (strategy != EvalStrategy.STEPS && stage.evalSteps() != null && read("eval_strategy", "validation")) {
            String remedy = "write eval_strategy: steps";
            report("eval_steps", "is " + stage.evalSteps() + " but eval_strategy " + is + "; " + remedy);
        }
    }

    private void checkBest(TrainStage stage) {
        String metric = stage.metricForBestModel();
        List<String> metrics = stage.objective().metrics();
        if (metric != null && stage.validation() == null && read("validation")) {
            String remedy = "add validation, or leave the key out";
            report("metric_for_best_model", "is \"" + metric + "\" but there is no data to measure it on; " + remedy);
        } else if (metric != null && !metrics.contains(metric) && read("objective")) {
            String rule = "must be one of " + String.join(", ", metrics) + Hint.nearMiss(metric, metrics);
            report("metric_for_best_model", "is \"" + metric + "\" but " + rule);
        }
        boolean evaluated = stage.evalStrategy() != EvalStrategy.NO || !read("eval_strategy", "validation");
        String remedy = "set eval_strategy to steps or epoch";
        if (!evaluated && stage.loadBestModelAtEnd()) {
            report("load_best_model_at_end", "is true but nothing is evaluated to tell the best; " + remedy);
        }
        if (!evaluated && stage.earlyStoppingPatience() != null) {
            String is = "is " + stage.earlyStoppingPatience();
            report("early_stopping_patience", is + " but nothing is evaluated to stop on; " + remedy);
        }
    }

    private void checkLabels(TrainStage stage, Classification classification) {
        checkLabelColumn("train", stage.train());
        checkLabelColumn("validation", stage.validation());
        if (classification.labels() != null && stage.train().labels() != null) {
            report("train.labels", "are given in objective.labels too; keep one of them");
        }
    }

    private void checkLabelColumn(String key, @Nullable DataConfig data) {
        if (data == null || !read(key)) {
            return;
        }
        if (data.format() == DataFormat.TEXT) {
            report(
                    key + ".format",
                    "is text but classification needs labels, which plain text has not; use csv, tsv or jsonl");
        } else if (data.labelColumn() == null) {
            String remedy = "name their column, for example label_column: label";
            report(key + ".label_column", "is missing but classification needs labels; " + remedy);
        }
    }

    private void report(String key, String message) {
        if (read(key)) {
            problems.accept(key, message);
        }
    }

    private boolean read(String... keys) {
        return Arrays.stream(keys).noneMatch(unread::contains);
    }
}
