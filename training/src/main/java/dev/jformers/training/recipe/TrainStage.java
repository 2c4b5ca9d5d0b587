package dev.jformers.training.recipe;

import dev.jformers.training.data.DataConfig;
import dev.jformers.training.objective.Objective;
import dev.jformers.training.setting.Choice;
import dev.jformers.training.setting.KeyProblems;
import dev.jformers.training.setting.KeyRules;
import dev.jformers.training.setting.Setting;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trains a model; what other stages do not set is as in Hugging Face's TrainingArguments. */
@Choice(value = "train", meaning = "Trains the model with AdamW.")
public record TrainStage(
        @Setting("Names the stage; unique, and the name of its folder under `output_dir`.")
        @Pattern(regexp = TrainStage.NAME, message = TrainStage.NAME_RULE)
        String name,

        @Setting(
                value =
                        "The earlier train stage whose model this one starts from, or `initial` for the model as `model` gives it.",
                derived = "the previous train stage, or initial")
        String from,

        @Setting("What the stage learns.") Objective objective,

        @Setting("The data to train on.") DataConfig train,

        @Setting("The data to evaluate on while training; null evaluates nothing.") @Nullable
        DataConfig validation,

        @Setting(value = "Tokens of a text, special tokens counted; what is longer is cut off.", byDefault = "128")
        @Min(value = 3, message = "must be at least 3: two special tokens and one of the text")
        int maxLength,

        @Setting(
                value = "Examples in one batch; an optimizer step takes `gradient_accumulation_steps` batches.",
                byDefault = "32")
        @Positive(message = "must be greater than 0")
        int perDeviceTrainBatchSize,

        @Setting(value = "Examples in one evaluation batch.", byDefault = "64")
        @Positive(message = "must be greater than 0")
        int perDeviceEvalBatchSize,

        @Setting(value = "Batches whose gradients add up to one optimizer step.", byDefault = "1")
        @Positive(message = "must be greater than 0")
        int gradientAccumulationSteps,

        @Setting(
                value =
                        "The examples of an optimizer step are cut into micro-batches of at most this many tokens, padding"
                                + " counted. This bounds the memory. Where dropout or masking draw at random, they draw for each"
                                + " micro-batch anew.",
                byDefault = "4096")
        @Positive(message = "must be greater than 0")
        int maxTokensPerMicroBatch,

        @Setting(
                value =
                        "Whether an optimizer step takes examples of similar length, sorted within 100 steps, so that there is"
                                + " little padding.",
                byDefault = "true")
        boolean groupByLength,

        @Setting(value = "Passes over the training data; fractions are fine.", byDefault = "3.0")
        @Positive(message = "must be greater than 0")
        double numTrainEpochs,

        @Setting("Optimizer steps; overrides `num_train_epochs`. Null trains `num_train_epochs`.")
        @Positive(message = "must be greater than 0")
        @Nullable
        Integer maxSteps,

        @Setting(value = "The learning rate after warm-up, its highest.", byDefault = "5.0e-5")
        @Positive(message = "must be greater than 0; typical values are 1e-5 to 1e-3")
        double learningRate,

        @Setting(value = "How the learning rate goes on after its linear warm-up.", byDefault = "linear")
        LearningRateSchedule lrSchedulerType,

        @Setting(value = "Optimizer steps over which the learning rate rises from 0.", byDefault = "0")
        @PositiveOrZero(message = "must be 0 or greater")
        int warmupSteps,

        @Setting(value = "The same as a share of all optimizer steps; give one of the two.", byDefault = "0.0")
        @DecimalMin(value = "0", message = "must be at least 0 and less than 1; typical values are 0 to 0.1")
        @DecimalMax(
                value = "1",
                inclusive = false,
                message = "must be at least 0 and less than 1; typical values are 0 to 0.1")
        double warmupRatio,

        @Setting(value = "AdamW's weight decay; biases and norms are spared.", byDefault = "0.0")
        @PositiveOrZero(message = "must be 0 or greater; typical values are 0 to 0.1")
        double weightDecay,

        @Setting(value = "AdamW's decay of the mean of gradients.", byDefault = "0.9")
        @DecimalMin(value = "0", message = "must be at least 0 and less than 1; typical is 0.9")
        @DecimalMax(value = "1", inclusive = false, message = "must be at least 0 and less than 1; typical is 0.9")
        double adamBeta1,

        @Setting(value = "AdamW's decay of the mean of squared gradients.", byDefault = "0.999")
        @DecimalMin(value = "0", message = "must be at least 0 and less than 1; typical is 0.95 to 0.999")
        @DecimalMax(
                value = "1",
                inclusive = false,
                message = "must be at least 0 and less than 1; typical is 0.95 to 0.999")
        double adamBeta2,

        @Setting(value = "What AdamW adds to the denominator.", byDefault = "1.0e-8")
        @Positive(message = "must be greater than 0; typical values are 1e-8 to 1e-6")
        double adamEpsilon,

        @Setting(value = "The norm of all gradients together is clipped to this; 0 clips nothing.", byDefault = "1.0")
        @PositiveOrZero(message = "must be 0 or greater; 0 clips nothing")
        double maxGradNorm,

        @Setting(
                "Dropout in place of the model's `hidden_dropout_prob` and `attention_probs_dropout_prob`; null keeps those.")
        @DecimalMin(value = "0", message = "must be at least 0 and less than 1; typical values are 0 to 0.3")
        @DecimalMax(
                value = "1",
                inclusive = false,
                message = "must be at least 0 and less than 1; typical values are 0 to 0.3")
        @Nullable
        Double dropout,

        @Setting(
                value = "When to evaluate on `validation`.",
                derived = "epoch where `validation` is given, no elsewhere")
        EvalStrategy evalStrategy,

        @Setting("Optimizer steps between evaluations; given with `eval_strategy: steps` and only then.")
        @Positive(message = "must be greater than 0")
        @Nullable
        Integer evalSteps,

        @Setting(value = "Optimizer steps between checkpoints.", byDefault = "500")
        @Positive(message = "must be greater than 0")
        int saveSteps,

        @Setting(value = "Optimizer steps between log entries.", byDefault = "10")
        @Positive(message = "must be greater than 0")
        int loggingSteps,

        @Setting(value = "How many checkpoints to keep beside the best one; null keeps all.", byDefault = "2")
        @Positive(message = "must be greater than 0; null keeps all")
        @Nullable
        Integer saveTotalLimit,

        @Setting(
                value =
                        "Whether the stage ends with the weights of its best evaluation, not with the last ones. Needs `eval_strategy`.",
                byDefault = "false")
        boolean loadBestModelAtEnd,

        @Setting(
                value = "The measured value that says which evaluation is best: `eval_loss`, `eval_accuracy`; for"
                        + " classification also `eval_macro_f1`; for language models also `eval_perplexity`, and for those with"
                        + " an encoder and a decoder `eval_exact_match`. Loss and perplexity are best when low, everything else"
                        + " when high.",
                derived = "eval_loss where `validation` is given, null elsewhere")
        @Nullable
        String metricForBestModel,

        @Setting(
                "Stop after this many evaluations without a better one; null never stops early. Needs `eval_strategy`.")
        @Positive(message = "must be greater than 0")
        @Nullable
        Integer earlyStoppingPatience,

        @Setting(value = "By how much an evaluation must be better to count as better.", byDefault = "0.0")
        @PositiveOrZero(message = "must be 0 or greater")
        double earlyStoppingThreshold)
        implements Stage, KeyRules {

    static final String NAME = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";
    static final String NAME_RULE =
            "must begin with a letter and have at most 64 letters, digits, hyphens and underscores";

    @Override
    public List<DataConfig> dataSets() {
        return validation == null ? List.of(train) : List.of(train, validation);
    }

    @Override
    public void check(KeyProblems problems) {
        new StageRules(this, problems).check();
    }
}
