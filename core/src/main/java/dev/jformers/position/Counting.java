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
            return tokens.readNow(attended(tokens));
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

    /** The positions of all tokens that are looked at, -1 for padding: INT64 {@code [batch or 1, keySeq]}. */
    static NDArray attended(Tokens tokens) {
        return tokens.mask() == null ? tokens.keys() : only(tokens.mask());
    }

    private static NDArray only(NDArray counted) {
        NDArray ones = counted.toType(DataType.INT64, false);
        return ones.cumSum(1).mul(ones).sub(1);
    }
}
