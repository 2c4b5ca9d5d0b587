package dev.jformers.training.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.PretrainedModel;
import dev.jformers.layer.Pass;
import dev.jformers.layer.Routing;
import dev.jformers.torch.AdamW;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import dev.jformers.training.objective.Batch;
import dev.jformers.training.objective.Task;
import java.util.List;

/**
 * One optimizer step: forward and backward for each micro-batch, then the update. The loss is the mean over all predictions
 * of the step, however it is cut into micro-batches. Leaves the number of live native arrays as it found it.
 */
final class TrainStep {

    private final PretrainedModel model;
    private final Task task;
    private final AdamW optimizer;
    private final Seeds seeds;
    private final double balance;

    TrainStep(PretrainedModel model, Task task, AdamW optimizer, Seeds seeds) {
        this.model = model;
        this.task = task;
        this.optimizer = optimizer;
        this.seeds = seeds;
        this.balance = model.description().transformer().balance();
    }

    /**
     * @param loss mean cross-entropy of a prediction, in nats, with what a task adds to it, and what balances experts, where
     *     there are any
     * @param gradientNorm of all gradients together, before clipping
     */
    record Outcome(double loss, double gradientNorm) {}

    Outcome run(StepBatches step, double learningRate) {
        long predictions = step.predictions();
        double loss = 0;
        try (NDManager scope = model.manager().newSubManager()) {
            List<NDArray> gradients = List.of();
            for (int i = 0; i < step.batches().size(); i++) {
                seeds.seedDropout(step.step(), i);
                Backward backward = backward(scope, step.batches().get(i), predictions);
                loss += backward.loss();
                gradients = Autograd.accumulate(scope, gradients, backward.gradients());
            }
            double norm = gradients.isEmpty() || !Double.isFinite(loss)
                    ? Double.NaN
                    : optimizer.step(gradients, learningRate);
            return new Outcome(loss, norm);
        }
    }

    private record Backward(double loss, List<NDArray> gradients) {}

    private Backward backward(NDManager scope, Batch batch, long predictions) {
        try (NDManager manager = scope.newSubManager();
                Autograd.Scope on = Autograd.recording(true)) {
            Routing routing = balance == 0 ? null : new Routing();
            Pass pass = model.pass(true);
            NDArray sum = task.loss(model, routing == null ? pass : pass.with(routing), batch, manager);
            NDArray loss = Operators.scale(sum, 1.0 / predictions);
            if (routing != null) {
                double share = (double) batch.labels().length / predictions;
                NDArray mask = batch.input(manager).last().mask();
                loss = loss.add(Operators.scale(routing.balancingLoss(mask), balance * share));
            }
            double value = loss.getFloat();
            return new Backward(value, Autograd.gradients(scope, loss, optimizer.parameters()));
        }
    }
}
