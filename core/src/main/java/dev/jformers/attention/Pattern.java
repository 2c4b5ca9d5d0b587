package dev.jformers.attention;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens a token may look at, by their places in the sequence alone. Patterns that hide what comes later open a prefix
 * where one is given (Raffel et al. 2020, section 3.2.1): tokens of the prefix are not hidden for coming later, so a causal
 * decoder becomes a prefix language model.
 */
public sealed interface Pattern {

    /**
     * @param query places of the tokens that look, INT64 {@code [querySeq, 1]}
     * @param key places of the tokens that are looked at, INT64 {@code [1, keySeq]}
     * @param prefix which of the tokens that are looked at are a prefix, BOOLEAN {@code [batch, 1, keySeq]}; null where none is
     * @return BOOLEAN {@code [querySeq, keySeq]} or {@code [batch, querySeq, keySeq]}; null where everything is seen
     */
    @Nullable
    NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix);

    /** Whether tokens behind the one that looks are hidden from it, so that a prefix has a meaning. */
    default boolean hidesLater() {
        return false;
    }

    /** Whether this is the pattern that attention kernels know by themselves: a token and those before it. */
    default boolean isCausal() {
        return false;
    }

    /** Of tokens that are not later, how many of the nearest are seen at most, the one that looks counted. */
    default long window() {
        return Long.MAX_VALUE;
    }

    /** Place of the first token that is seen from a place or a later one. */
    default long firstSeen(long place) {
        return Math.max(0, place - window() + 1);
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

    /** {@code key} is not later than {@code query}, or in the prefix. */
    private static NDArray open(NDArray query, NDArray key, @Nullable NDArray prefix) {
        NDArray causal = key.lte(query);
        return prefix == null ? causal : prefix.logicalOr(causal);
    }

    /** Itself and those before. */
    record Causal() implements Pattern {

        @Override
        public NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            return open(query, key, prefix);
        }

        @Override
        public boolean hidesLater() {
            return true;
        }

        @Override
        public boolean isCausal() {
            return true;
        }
    }

    /**
     * Itself and the nearest before (Mistral; Beltagy et al. 2020, section 3.1). A prefix opens what comes later and leaves the
     * window as wide as it is: a token of the prefix sees as far ahead as back, and one far behind the prefix sees none of it.
     *
     * @param size how many, itself counted
     */
    record CausalWindow(long size) implements Pattern {

        @Override
        public NDArray sees(NDArray query, NDArray key, @Nullable NDArray prefix) {
            return open(query, key, prefix).logicalAnd(query.sub(key).abs().lt(size));
        }

        @Override
        public long window() {
            return size;
        }

        @Override
        public boolean hidesLater() {
            return true;
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
}
