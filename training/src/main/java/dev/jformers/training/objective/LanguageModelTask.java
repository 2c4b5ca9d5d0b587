package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.head.CausalLanguageModel.CausalLanguageModelBlock;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.model.Transformer;

/** A task that predicts the next token at the positions of its batches. */
interface LanguageModelTask extends Task {

    @Override
    default ModelDescription describe(ModelDescription model) {
        return model.forLanguageModeling();
    }

    @Override
    default NDArray logits(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        Transformer transformer = model.block().transformer();
        Readout picked = new Readout.TokensAt(manager.create(batch.positions()));
        NDArray hidden = transformer.encode(pass, batch.input(manager), picked);
        Parameter table = transformer.wordEmbeddings().weight();
        return model.block().head(CausalLanguageModelBlock.class).logits(pass, hidden, table);
    }

    @Override
    default double labelSmoothing() {
        return 0;
    }
}
