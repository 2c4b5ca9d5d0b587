package dev.jformers.training.recipe;

import dev.jformers.NearMiss;
import dev.jformers.training.data.DataConfig;
import dev.jformers.training.setting.KeyProblems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules that hold between the keys of a train stage. */
final class StageRules {

    private final TrainStage stage;
    private final KeyProblems problems;

    StageRules(TrainStage stage, KeyProblems problems) {
        this.stage = stage;
        this.problems = problems;
    }

    void check() {
        checkSteps();
        checkEvaluation();
        checkBest();
        checkData("train", stage.train());
        checkData("validation", stage.validation());
    }

    private void checkSteps() {
        if (stage.warmupSteps() > 0 && stage.warmupRatio() > 0 && problems.read("warmup_steps")) {
            String other = "warmup_steps is given too (" + stage.warmupSteps() + "); keep one of them";
            problems.add("warmup_ratio", "is " + stage.warmupRatio() + " but " + other);
        }
        if (stage.maxTokensPerMicroBatch() < stage.maxLength() && problems.read("max_length")) {
            String rule = "must be at least max_length (" + stage.maxLength() + "), or the longest text fits in none";
            problems.add("max_tokens_per_micro_batch", "is " + stage.maxTokensPerMicroBatch() + " but " + rule);
        }
    }

    private void checkEvaluation() {
        EvalStrategy strategy = stage.evalStrategy();
        String is = "is " + ScalarType.constant(strategy);
        if (strategy != EvalStrategy.NO && stage.validation() == null && problems.read("validation")) {
            String remedy = "add validation, or write eval_strategy: no";
            problems.add("eval_strategy", is + " but there is no data to evaluate on; " + remedy);
        }
        if (strategy == EvalStrategy.STEPS && stage.evalSteps() == null) {
            problems.add("eval_steps", "is missing but eval_strategy is steps; add it, for example eval_steps: 100");
        }
        if (strategy != EvalStrategy.STEPS
                && stage.evalSteps() != null
                && problems.read("eval_strategy", "validation")) {
            String remedy = "write eval_strategy: steps";
            problems.add("eval_steps", "is " + stage.evalSteps() + " but eval_strategy " + is + "; " + remedy);
        }
    }

    private void checkBest() {
        String metric = stage.metricForBestModel();
        List<String> metrics = stage.objective().metrics();
        if (metric != null && stage.validation() == null && problems.read("validation")) {
            String remedy = "add validation, or leave the key out";
            problems.add(
                    "metric_for_best_model", "is \"" + metric + "\" but there is no data to measure it on; " + remedy);
        } else if (metric != null && !metrics.contains(metric) && problems.read("objective")) {
            String rule = "must be one of " + String.join(", ", metrics) + NearMiss.hint(metric, metrics);
            problems.add("metric_for_best_model", "is \"" + metric + "\" but " + rule);
        }
        boolean evaluated = stage.evalStrategy() != EvalStrategy.NO || !problems.read("eval_strategy", "validation");
        String remedy = "set eval_strategy to steps or epoch";
        if (!evaluated && stage.loadBestModelAtEnd()) {
            problems.add("load_best_model_at_end", "is true but nothing is evaluated to tell the best; " + remedy);
        }
        if (!evaluated && stage.earlyStoppingPatience() != null) {
            String is = "is " + stage.earlyStoppingPatience();
            problems.add("early_stopping_patience", is + " but nothing is evaluated to stop on; " + remedy);
        }
    }

    private void checkData(String key, @Nullable DataConfig data) {
        if (data != null && problems.read("objective")) {
            stage.objective().checkData(data, problems.under(key));
        }
    }
}
