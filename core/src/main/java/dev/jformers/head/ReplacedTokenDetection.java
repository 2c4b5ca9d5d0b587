package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Activation;
import dev.jformers.layer.Linear;
import dev.jformers.layer.Pass;

/**
 * Which tokens were replaced (Clark et al. 2020: ELECTRA's discriminator): a linear map, activation, and a linear map to one
 * logit a token, positive for a replaced one.
 *
 * @param activation between the linear maps
 */
public record ReplacedTokenDetection(Activation activation) implements Head {

    @Override
    public ReplacedTokenDetectionBlock newBlock(long hidden, long embedding, long vocabulary) {
        return new ReplacedTokenDetectionBlock(hidden, activation);
    }

    /** The head's block. */
    public static final class ReplacedTokenDetectionBlock extends HeadBlock {

        private final Activation activation;
        private final Linear transform;
        private final Linear classifier;

        ReplacedTokenDetectionBlock(long hidden, Activation activation) {
            this.activation = activation;
            this.transform = addChildBlock("transform", new Linear(hidden, hidden, true));
            this.classifier = addChildBlock("classifier", new Linear(hidden, 1, true));
        }

        /**
         * @param hidden {@code [..., hidden]}
         * @return {@code [...]}
         */
        public NDArray logits(Pass pass, NDArray hidden) {
            NDArray transformed = activation.apply(transform.apply(pass, hidden));
            return classifier.apply(pass, transformed).squeeze(-1);
        }

        @Override
        public Readout readout() {
            return new Readout.AllTokens();
        }

        @Override
        public NDList outputs(Pass pass, NDArray hidden, Parameter wordEmbeddings) {
            return new NDList(named("logits", logits(pass, hidden)));
        }
    }
}
