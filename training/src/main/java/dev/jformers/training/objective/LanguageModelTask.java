package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.head.CausalLanguageModel.CausalLanguageModelBlock;
import dev.jformers.head.MultiTokenPrediction.MultiTokenPredictionBlock;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;

/**
 * A task that predicts the next token at the positions of its batches. A model that predicts further ones too learns those as well;
 * what is measured is the next one.
 */
interface LanguageModelTask extends Task {

    @Override
    default ModelDescription describe(ModelDescription model) {
        return model.forLanguageModeling();
    }

    @Override
    default NDArray logits(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        Parameter words = model.block().transformer().wordEmbeddings().weight();
        return head(model).logits(pass, hidden(model, pass, batch, manager), words);
    }

    @Override
    default NDArray loss(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        if (head(model) instanceof MultiTokenPredictionBlock several) {
            Parameter words = model.block().transformer().wordEmbeddings().weight();
            return new MultiTokenLoss(several, words, batch).of(pass, hidden(model, pass, batch, manager));
        }
        return Task.super.loss(model, pass, batch, manager);
    }

    private static CausalLanguageModelBlock head(PretrainedModel model) {
        return model.block().head(CausalLanguageModelBlock.class);
    }

    /** What the head reads at the positions of the batch, {@code [predictions, hidden]}. */
    private static NDArray hidden(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        Readout picked = new Readout.TokensAt(manager.create(batch.positions()));
        return model.block().transformer().encode(pass, batch.input(manager), picked);
    }

    @Override
    default double labelSmoothing() {
        return 0;
    }
}
