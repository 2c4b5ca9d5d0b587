package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;
import org.jspecify.annotations.Nullable;

/**
 * Predicts the next token at each position.
 *
 * @param tied whether the word embeddings are the output matrix (Press and Wolf 2017); otherwise it is learned
 * @param bias what is added to the logits
 * @param scale what the hidden states are multiplied by
 * @param softCap bends logits smoothly below this value (Gemma 2); 0 leaves them as they are
 */
public record CausalLanguageModel(boolean tied, OutputBias bias, double scale, double softCap) implements Head {

    /** What is added to the logits. */
    public enum OutputBias {
        /** Nothing. */
        NONE,
        /** A bias like any other, {@code [vocab]}. */
        LEARNED,
        /** One that the files bring and training leaves as it is, {@code [1, vocab]}: Marian and BART. */
        FIXED
    }

    /** With a learned bias or none. */
    public CausalLanguageModel(boolean tied, boolean bias, double scale, double softCap) {
        this(tied, bias ? OutputBias.LEARNED : OutputBias.NONE, scale, softCap);
    }

    /** Logits as they are. */
    public CausalLanguageModel(boolean tied) {
        this(tied, false, 1, 0);
    }

    @Override
    public CausalLanguageModelBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new CausalLanguageModelBlock(hidden, vocabulary, this);
    }

    /** The head's block. */
    public static sealed class CausalLanguageModelBlock extends HeadBlock
            permits MultiTokenPrediction.MultiTokenPredictionBlock {

        private final CausalLanguageModel config;
        private final @Nullable Parameter weight;
        private final @Nullable Parameter bias;

        CausalLanguageModelBlock(long hidden, long vocabulary, CausalLanguageModel config) {
            this.config = config;
            this.weight = config.tied() ? null : weight("weight", vocabulary, hidden);
            this.bias = newBias(vocabulary);
        }

        private @Nullable Parameter newBias(long vocabulary) {
            return switch (config.bias()) {
                case NONE -> null;
                case LEARNED -> zeros("bias", vocabulary);
                case FIXED -> fixed("bias", 1, vocabulary);
            };
        }

        /**
         * @param hidden {@code [..., hidden]}: in training, only the positions that are to be predicted
         * @param wordEmbeddings {@code [vocab, hidden]}
         * @return {@code [..., vocab]}
         */
        public final NDArray logits(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            NDArray scaled = config.scale() == 1 ? hidden : Operators.scale(hidden, config.scale());
            NDArray product = pass.linear(scaled, weight == null ? wordEmbeddings : weight, null);
            NDArray logits = bias == null ? product : product.add(pass.value(bias));
            double cap = config.softCap();
            return cap == 0
                    ? logits
                    : Operators.scale(Operators.scale(logits, 1 / cap).tanh(), cap);
        }

        @Override
        public final Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden, wordEmbeddings)));
        }
    }
}
