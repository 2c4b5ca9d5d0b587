package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Which tokens a token may look at, by their places in the sequence alone. */
public sealed interface Pattern {

    /**
     * @param query places of the tokens that look, INT64 {@code [querySeq, 1]}
     * @param key places of the tokens that are looked at, INT64 {@code [1, keySeq]}
     * @param prefix length of each sequence's prefix, INT64 {@code [batch, 1, 1]}; null where there is none
     * @return BOOLEAN {@code [querySeq, keySeq]} or {@code [batch, querySeq, keySeq]}; null where everything is seen
     */
    @Nullable
    NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix);

    /** Whether this is the pattern that attention kernels know by themselves: a token and those before it. */
    default boolean isCausal() {
        return false;
    }

    /** Whether a token sees itself even where it is padding. */
    default boolean opensItself() {
        return false;
    }

    /** Every token; padding sees itself besides, as in XLNet, where the last token is read whatever it is. */
    record FullAndItself() implements Pattern {

        @Override
        public @Nullable NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            return null;
        }

        @Override
        public boolean opensItself() {
            return true;
        }
    }

    /** Every token. */
    record Full() implements Pattern {

        @Override
        public @Nullable NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            return null;
        }
    }

    /** Itself and those before. */
    record Causal() implements Pattern {

        @Override
        public NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            return key.lte(query);
        }

        @Override
        public boolean isCausal() {
            return true;
        }
    }

    /**
     * Itself and the nearest before (Mistral; Beltagy et al. 2020, section 3.1).
     *
     * @param size how many, itself counted
     */
    record CausalWindow(long size) implements Pattern {

        @Override
        public NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            return key.lte(query).logicalAnd(query.sub(key).lt(size));
        }
    }

    /**
     * The nearest on both sides (Beltagy et al. 2020, section 3.1).
     *
     * @param reach how many on each side
     */
    record Window(long reach) implements Pattern {

        @Override
        public NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            return query.sub(key).abs().lte(reach);
        }
    }

    /** Everything in the prefix; behind it, itself and those before (Raffel et al. 2020, section 3.2.1). */
    record Prefix() implements Pattern {

        @Override
        public NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            NDArray causal = key.lte(query);
            return prefix == null ? causal : causal.logicalOr(key.lt(prefix));
        }
    }
}
