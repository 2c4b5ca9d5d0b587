package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.head.CausalLanguageModel.CausalLanguageModelBlock;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;
import java.util.ArrayList;
import java.util.List;

/**
 * Predicts, besides the next token, those behind it, all from the same hidden states and by the same output matrix (Gloeckle et
 * al. 2024, section 2). Before that matrix each further token has a residual layer of its own, {@code x + silu(W x + b)} (Cai et
 * al. 2024, section 2.1.1), where Gloeckle et al. have a layer of the transformer.
 *
 * @param next predicts the next token
 * @param further how many tokens behind that are predicted too; at least 1
 */
public record MultiTokenPrediction(CausalLanguageModel next, int further) implements Head {

    public MultiTokenPrediction {
        if (further < 1) {
            throw new IllegalArgumentException("further is " + further + " but must be at least 1");
        }
    }

    @Override
    public MultiTokenPredictionBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new MultiTokenPredictionBlock(hidden, vocabulary, this);
    }

    /** The head's block: one for the next token, and more. */
    public static final class MultiTokenPredictionBlock extends CausalLanguageModelBlock {

        private final List<Linear> layers = new ArrayList<>();

        MultiTokenPredictionBlock(long hidden, long vocabulary, MultiTokenPrediction config) {
            super(hidden, vocabulary, config.next());
            for (int i = 1; i <= config.further(); i++) {
                layers.add(addChildBlock("further" + i, new Linear(hidden, hidden, true)));
            }
        }

        /** How many tokens behind the next one are predicted. */
        public int further() {
            return layers.size();
        }

        /**
         * The logits of a token behind the next one. In training they are best asked for one after the other, with a backward
         * pass each: together they take much memory.
         *
         * @param hidden {@code [..., hidden]}
         * @param wordEmbeddings {@code [vocab, hidden]}
         * @param behind how far behind the next token, from 1 to {@link #further}
         * @return {@code [..., vocab]}: at each position, of the token {@code 1 + behind} places later
         */
        public NDArray furtherLogits(Pass pass, NDArray hidden, Parameter wordEmbeddings, int behind) {
            NDArray moved = Activation.SILU.apply(layers.get(behind - 1).apply(pass, hidden));
            return logits(pass, hidden.add(moved), wordEmbeddings);
        }

        /** {@code logits} of the next token, {@code logits.2} of that two places later, and so on: {@code [batch, seq, vocab]}. */
        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            NDList outputs = super.outputs(pass, hidden, wordEmbeddings);
            for (int behind = 1; behind <= further(); behind++) {
                NDArray logits = furtherLogits(pass, hidden, wordEmbeddings, behind);
                outputs.add(named("logits." + (1 + behind), logits));
            }
            return outputs;
        }
    }
}
