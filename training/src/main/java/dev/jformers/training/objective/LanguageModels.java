package dev.jformers.training.objective;

import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.Stacks;
import java.util.Optional;

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
     * @param objective as messages call it
     * @throws InvalidInputException if the model is no encoder-decoder that predicts the next token
     */
    static void requireEncoderDecoder(ModelDescription model, String objective) {
        if (shift(model).isEmpty()) {
            throw new InvalidInputException("the objective " + objective
                    + " trains an encoder and a decoder, but model_type "
                    + model.family().modelType()
                    + " has not both; take a model such as t5, bart or marian, or another objective.");
        }
        model.forLanguageModeling().endOfTextId();
    }

    /** What makes of the tokens that a decoder should say those that it reads; empty where there is no encoder before it. */
    static Optional<ShiftRight> shift(ModelDescription model) {
        return model.transformer().stacks() instanceof Stacks.EncoderDecoder both
                ? Optional.ofNullable(both.ofLabels())
                : Optional.empty();
    }

    /** What fills the end of shorter rows: the padding token, or where there is none, the one that ends a text. */
    static int fillerId(ModelDescription model) {
        long padding = model.transformer().paddingId();
        return padding < 0 ? model.endOfTextId() : Math.toIntExact(padding);
    }
}
