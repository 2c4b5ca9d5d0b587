package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.head.CausalLanguageModel.CausalLanguageModelBlock;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.Stacks;
import dev.jformers.model.Transformer;

/** What the objectives share that predict the next token. */
final class LanguageModels {

    private LanguageModels() {}

    /**
     * @param objective as messages call it
     * @throws InvalidInputException if the model is no decoder that predicts the next token
     */
    static void requireDecoder(ModelDescription model, String objective) {
        if (!(model.transformer().stacks() instanceof Stacks.DecoderOnly)) {
            throw new InvalidInputException("the objective " + objective + " trains a decoder, but model_type "
                    + model.family().modelType()
                    + " is none; take a model such as gpt2 or llama, or another objective.");
        }
        model.forLanguageModeling().endOfTextId();
    }

    /**
     * How the decoder of an encoder-decoder gets what it reads.
     *
     * @param objective as messages call it
     * @throws InvalidInputException if the model is none that predicts the next token
     */
    static ShiftRight requireEncoderDecoder(ModelDescription model, String objective) {
        if (!(model.transformer().stacks() instanceof Stacks.EncoderDecoder both) || both.ofLabels() == null) {
            throw new InvalidInputException("the objective " + objective
                    + " trains an encoder and a decoder, but model_type "
                    + model.family().modelType()
                    + " has not both; take a model such as t5, bart or marian, or another objective.");
        }
        model.forLanguageModeling().endOfTextId();
        return both.ofLabels();
    }

    /** What fills the end of shorter rows: the padding token, or where there is none, the one that ends a text. */
    static int fillerId(ModelDescription model) {
        long padding = model.transformer().paddingId();
        return padding < 0 ? model.endOfTextId() : Math.toIntExact(padding);
    }

    /** The logits at a batch's positions, {@code [positions, vocab]}, owned by the manager. */
    static NDArray logits(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        Transformer transformer = model.block().transformer();
        Readout picked = new Readout.TokensAt(manager.create(batch.positions()));
        NDArray hidden = transformer.encode(pass, batch.input(manager), picked);
        NDArray table = transformer.wordEmbeddings().weight(pass);
        return model.block().head(CausalLanguageModelBlock.class).logits(pass, hidden, table);
    }
}
