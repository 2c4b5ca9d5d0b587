package dev.jformers.training.trainer;

import dev.jformers.PretrainedModel;
import dev.jformers.torch.AdamW;
import dev.jformers.torch.Operators;
import dev.jformers.training.data.BatchPlan;
import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.objective.EncodedData;
import dev.jformers.training.objective.Task;
import dev.jformers.training.recipe.EvalStrategy;
import dev.jformers.training.recipe.TrainStage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains one stage, whatever its objective: batches, steps, log, evaluations, checkpoints. The stage goes on from its last
 * checkpoint, and ends with the same weights, to the byte, as if it had never stopped (same machine, same number of threads).
 * For one thread and one training.
 */
public final class Trainer {

    private final TrainStage stage;
    private final StageContext context;
    private final Task task;
    private final EncodedData data;
    private final @Nullable Evaluator evaluator;
    private final Seeds seeds;
    private final BatchPlan plan;
    private final long totalSteps;
    private final EvalStrategy.Schedule schedule;
    private final BestModel best;

    /**
     * @param validation null where nothing is evaluated
     */
    public Trainer(
            TrainStage stage, StageContext context, Task task, EncodedData data, @Nullable EncodedData validation) {
        this.stage = stage;
        this.context = context;
        this.task = task;
        this.data = data;
        this.evaluator = validation == null
                ? null
                : new Evaluator(task, validation, stage.perDeviceEvalBatchSize(), context.seed(), context.listener());
        this.seeds = Seeds.ofStage(context.seed(), stage.name());
        int batchSize = Math.multiplyExact(stage.perDeviceTrainBatchSize(), stage.gradientAccumulationSteps());
        this.plan = new BatchPlan(
                data.lengths(), batchSize, stage.maxTokensPerMicroBatch(), stage.groupByLength(), seeds.seed());
        this.totalSteps = stage.maxSteps() != null
                ? stage.maxSteps()
                : (long) Math.ceil(stage.numTrainEpochs() * plan.stepsPerEpoch());
        this.schedule = new EvalStrategy.Schedule(stage.evalSteps(), plan.stepsPerEpoch(), totalSteps);
        this.best = new BestModel(stage);
    }

    /** Optimizer steps that the stage takes. */
    public long totalSteps() {
        return totalSteps;
    }

    /**
     * Trains to the end of the stage.
     *
     * @param model the stage's model; its weights are replaced by the last checkpoint's where there is one
     * @return the checkpoint that is the stage's result
     * @throws TrainingException if the loss is no finite number any more
     * @throws IOException if a checkpoint cannot be written or read
     * @throws InterruptedException if a stop was requested; a checkpoint holds what was reached
     */
    public Path train(PretrainedModel model) throws IOException, InterruptedException {
        AdamW optimizer = Optimizers.of(model, stage);
        TrainerState state = restore(optimizer);
        if (context.stop().isMade()) {
            throw StopRequest.stopped();
        }
        if (isEvaluationPending(state)) {
            endStep(model, optimizer, state);
        }
        TrainStep step = new TrainStep(model, task, optimizer, seeds);
        StepLog log = new StepLog(stage, state, totalSteps, context.listener());
        try (BatchLoader loader = new BatchLoader(task, data, plan, seeds, state.step, totalSteps)) {
            while (state.step < totalSteps && !state.stoppedEarly) {
                log.stepStarts();
                advance(step, loader.next(), state, log);
                endStep(model, optimizer, state);
            }
        }
        Path result = result(state);
        context.folder().finish(result);
        return result;
    }

    /** Goes back to the last checkpoint if there is one. */
    private TrainerState restore(AdamW optimizer) throws IOException {
        Optional<Path> latest = context.folder().latest();
        if (latest.isEmpty()) {
            return new TrainerState();
        }
        Checkpoint checkpoint = new Checkpoint(latest.get());
        checkpoint.restore(optimizer);
        return checkpoint.state();
    }

    private void advance(TrainStep step, StepBatches batches, TrainerState state, StepLog log) throws IOException {
        double learningRate =
                stage.learningRate() * stage.lrSchedulerType().factor(state.step, warmupSteps(), totalSteps);
        TrainStep.Outcome outcome = step.run(batches, learningRate);
        state.step++;
        state.epoch = (double) state.step / plan.stepsPerEpoch();
        if (!Double.isFinite(outcome.loss()) || !Double.isFinite(outcome.gradientNorm())) {
            throw notFinite(
                    state.step,
                    "the loss is " + outcome.loss() + " and the norm of the gradients " + outcome.gradientNorm());
        }
        log.add(batches, outcome, learningRate);
    }

    private long warmupSteps() {
        return stage.warmupSteps() > 0 ? stage.warmupSteps() : (long) Math.ceil(stage.warmupRatio() * totalSteps);
    }

    private TrainingException notFinite(long step, String what) throws IOException {
        String kept = context.folder()
                .latest()
                .map(checkpoint -> "the last good checkpoint is " + checkpoint)
                .orElse("there is no checkpoint yet");
        return new TrainingException("stage " + stage.name() + ", step " + step + ": " + what
                + ", but must be finite. Training stopped; " + kept + ". Lower learning_rate (" + stage.learningRate()
                + "), add warm-up steps, or look for broken examples.");
    }

    /** Evaluates and saves where that is due. */
    private void endStep(PretrainedModel model, AdamW optimizer, TrainerState state)
            throws IOException, InterruptedException {
        boolean improved = false;
        try {
            improved = isEvaluationPending(state) && evaluate(model, state);
        } catch (InterruptedException e) {
            save(model, optimizer, state); // the evaluation is made up for when the stage goes on
            throw e;
        }
        boolean last = state.step == totalSteps;
        boolean stop = context.stop().isMade();
        if (improved || last || stop || state.stoppedEarly || state.step % stage.saveSteps() == 0) {
            save(model, optimizer, state);
        }
        if (stop && !last) {
            throw StopRequest.stopped();
        }
    }

    /** Whether the weights as they are now are to be measured, and have not been yet. */
    private boolean isEvaluationPending(TrainerState state) {
        if (evaluator == null || state.step == 0 || state.isEvaluated()) {
            return false;
        }
        return stage.evalStrategy().isDue(state.step, schedule);
    }

    /** Returns whether the weights are the best so far. */
    private boolean evaluate(PretrainedModel model, TrainerState state) throws IOException, InterruptedException {
        Evaluator measuring = Objects.requireNonNull(evaluator);
        Evaluator.Result result = context.stop().interruptibly(() -> measuring.evaluate(model));
        LogEntry entry = new LogEntry(state.step, state.epoch, result.values());
        state.log.add(entry);
        context.listener().evaluated(entry);
        return best.update(state, entry.values(), "checkpoint-" + state.step);
    }

    private void save(PretrainedModel model, AdamW optimizer, TrainerState state) throws IOException {
        requireFinite(model, state.step);
        Path folder = context.folder().checkpoint(state.step);
        Checkpoint.write(folder, model, optimizer, state, context);
        context.folder().prune(stage.saveTotalLimit(), state.bestCheckpoint);
        context.listener().checkpointSaved(folder);
    }

    /** An update can ruin the weights although its loss was finite; such weights must not become a checkpoint. */
    private void requireFinite(PretrainedModel model, long step) throws IOException {
        float norm = Operators.norm(List.copyOf(model.weights().values()));
        if (!Float.isFinite(norm)) {
            throw notFinite(step, "the norm of the weights is " + norm);
        }
    }

    private Path result(TrainerState state) {
        return stage.loadBestModelAtEnd() && state.bestCheckpoint != null
                ? context.folder().path().resolve(state.bestCheckpoint)
                : context.folder().checkpoint(state.step);
    }
}
