package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** How absolute positions are counted where nobody gives them. */
public enum Counting {
    /** 0, 1, 2 ... whatever stands there. */
    ALL {
        @Override
        NDArray count(Tokens tokens, long paddingId) {
            return tokens.range();
        }
    },
    /** Only what the mask shows; -1 for padding, as in OPT. */
    ATTENDED {
        @Override
        NDArray count(Tokens tokens, long paddingId) {
            return tokens.mask() == null ? tokens.range() : only(tokens.mask());
        }
    },
    /** Only tokens other than the padding token; -1 for that, as in RoBERTa. */
    NOT_PADDING {
        @Override
        NDArray count(Tokens tokens, long paddingId) {
            return only(tokens.ids().neq(paddingId));
        }
    };

    /**
     * @return INT64 {@code [batch or 1, seq]}
     */
    abstract NDArray count(Tokens tokens, long paddingId);

    private static NDArray only(NDArray counted) {
        NDArray ones = counted.toType(DataType.INT64, false);
        return ones.cumSum(1).mul(ones).sub(1);
    }
}
