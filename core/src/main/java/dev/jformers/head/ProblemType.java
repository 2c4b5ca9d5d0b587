package dev.jformers.head;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/** What the labels of a classifier of sequences mean. */
public enum ProblemType {
    /** Each sequence has one label: the logits go through a softmax, the loss is cross-entropy. */
    SINGLE_LABEL {
        @Override
        public NDArray scores(NDArray logits) {
            return logits.softmax(-1);
        }
    },
    /** Each label holds or not, by itself: the logits go through a sigmoid, the loss is binary cross-entropy. */
    MULTI_LABEL {
        @Override
        public NDArray scores(NDArray logits) {
            return Activation.sigmoid(logits);
        }
    },
    /** The logits are the predicted numbers, the loss is the mean square error. */
    REGRESSION {
        @Override
        public NDArray scores(NDArray logits) {
            return logits;
        }
    };

    /**
     * What the model says of each label: probabilities, or numbers.
     *
     * @param logits {@code [..., labels]}
     * @return the same shape
     */
    public abstract NDArray scores(NDArray logits);
}
