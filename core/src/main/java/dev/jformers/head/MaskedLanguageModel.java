package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormBlock;
import dev.jformers.layer.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Predicts tokens (Devlin et al. 2019, appendix A.2): a linear map, activation and norm, then an output matrix.
 *
 * @param activation after the linear map
 * @param norm after the activation
 * @param transformBias whether the linear map has a bias
 * @param outputBias whether a bias is added to the logits
 * @param tied whether the word embeddings are the output matrix; otherwise it is learned
 */
public record MaskedLanguageModel(
        Activation activation, Norm norm, boolean transformBias, boolean outputBias, boolean tied) implements Head {

    /** As in BERT. */
    public MaskedLanguageModel(Activation activation, Norm norm) {
        this(activation, norm, true, true, true);
    }

    @Override
    public MaskedLanguageModelBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new MaskedLanguageModelBlock(hidden, embedding, vocabulary, this);
    }

    /** The head's block. */
    public static final class MaskedLanguageModelBlock extends HeadBlock {

        private final Linear transform;
        private final Activation activation;
        private final NormBlock norm;
        private final @Nullable Parameter weight;
        private final @Nullable Parameter bias;

        MaskedLanguageModelBlock(long hidden, long embedding, long vocabulary, MaskedLanguageModel head) {
            this.transform = addChildBlock("transform", new Linear(hidden, embedding, head.transformBias()));
            this.activation = head.activation();
            this.norm = addChildBlock("norm", head.norm().newBlock(embedding));
            this.weight = head.tied() ? null : weight("weight", vocabulary, embedding);
            this.bias = head.outputBias() ? zeros("bias", vocabulary) : null;
        }

        /**
         * @param hidden {@code [..., hidden]}: in training, only the positions that are to be predicted
         * @param wordEmbeddings {@code [vocab, embedding]}
         * @return {@code [..., vocab]}
         */
        public NDArray logits(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            NDArray transformed = norm.normalize(pass, activation.apply(transform.apply(pass, hidden)));
            return pass.linear(transformed, weight == null ? wordEmbeddings : weight, bias);
        }

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden, wordEmbeddings)));
        }
    }
}
