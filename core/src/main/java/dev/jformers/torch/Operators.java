package dev.jformers.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators of libtorch that DJL does not bind, one method an operator. Each result belongs to the manager of the first
 * argument. Thread-safe; gradients follow the calling thread's gradient mode.
 */
public final class Operators {

    /** The method by which passes write down what later ones look at. */
    static final String APPEND_STATES = "append_states";

    private static final ScriptLibrary LIBRARY = ScriptLibrary.load("Operators", "operators.torchscript");

    private Operators() {}

    static ScriptLibrary library() {
        return LIBRARY;
    }

    /**
     * How products of queries and keys become scores.
     *
     * @param mask added to the scores, broadcastable to {@code [batch, heads, querySeq, keySeq]}; null adds nothing
     * @param causal whether, besides, keys behind a query are hidden; the last query stands beside the last key
     * @param scale what the products are multiplied by
     * @param softCap what scores are bent below, by {@code softCap * tanh(score / softCap)} before the mask; 0 for nothing
     */
    public record Scores(@Nullable NDArray mask, boolean causal, double scale, double softCap) {}

    /**
     * Scaled dot product attention (Vaswani et al. 2017, section 3.2.1). Long sequences run through the fused kernel, which
     * needs no memory for scores where nothing is dropped and the mask is contiguous and has no gradient; short ones, and those
     * with a soft cap, run through plain products.
     *
     * @param query {@code [batch, heads, querySeq, headDim]}
     * @param key {@code [batch, kvHeads, keySeq, headDim]}; kvHeads divides heads, and neighbouring heads share one
     * @param value {@code [batch, kvHeads, keySeq, valueDim]}; for the fused kernel a smaller valueDim is filled up to headDim
     * @param dropout rate at which attention weights are dropped; 0 costs nothing
     * @return {@code [batch, querySeq, heads * valueDim]}
     */
    public static NDArray attention(NDArray query, NDArray key, NDArray value, Scores scores, double dropout) {
        NDManager manager = query.getManager();
        List<NDArray> mask = optional(scores.mask());
        return dropout == 0 && isSingle(query, value, scores)
                ? LIBRARY.tensor(manager, "single_query_attention", query, key, value, mask, scores.scale())
                : LIBRARY.tensor(
                        manager,
                        "attention",
                        query,
                        key,
                        value,
                        mask,
                        scores.causal(),
                        dropout,
                        scores.scale(),
                        scores.softCap());
    }

    /** Whether one token a row looks, and nothing but the look's result is wanted: then the fused kernel is fast at any length. */
    private static boolean isSingle(NDArray query, NDArray value, Scores scores) {
        Shape shape = query.getShape();
        NDArray mask = scores.mask();
        return shape.get(2) == 1
                && shape.get(3) == value.getShape().get(3)
                && scores.softCap() == 0
                && query.getDevice().equals(Device.cpu())
                && !query.hasGradient()
                && (mask == null || !mask.hasGradient());
    }

    /**
     * The weights of {@link #attention}, for those who want to look at them.
     *
     * @param query {@code [batch, heads, querySeq, headDim]}
     * @param key {@code [batch, kvHeads, keySeq, headDim]}
     * @return {@code [batch, heads, querySeq, keySeq]}
     */
    public static NDArray attentionWeights(NDArray query, NDArray key, Scores scores) {
        return LIBRARY.tensor(
                query.getManager(),
                "attention_weights",
                query,
                key,
                optional(scores.mask()),
                scores.causal(),
                scores.scale(),
                scores.softCap());
    }

    /**
     * Turns pairs of values (Su et al. 2021, section 3.4.2); values behind the last pair stay.
     *
     * @param x {@code [batch, heads, seq, headDim]}
     * @param cos {@code [batch or 1, 1, seq, 2 * pairs]}: for both values of a pair
     * @param sin the same shape; negative for the first value of a pair
     * @param interleaved whether neighbours form a pair; otherwise the i-th values of the two halves do
     * @return the shape of {@code x}
     */
    public static NDArray rotate(NDArray x, NDArray cos, NDArray sin, boolean interleaved) {
        return LIBRARY.tensor(x.getManager(), "rotate", x, cos, sin, interleaved);
    }

    /**
     * Rows of a table. The table's gradient is sparse: it holds the rows that were used and no others, by a copy of the ids, which
     * may lie in Java's memory and be gone when the gradient is read.
     *
     * @param ids INT64, any shape
     * @param table {@code [rows, hidden]}
     * @param paddingId row that gets no gradient; -1 for none
     * @return the shape of {@code ids}, then {@code hidden}
     * @throws ai.djl.engine.EngineException if an id is negative or not below the number of rows
     */
    public static NDArray embedding(NDArray ids, NDArray table, long paddingId) {
        return LIBRARY.tensor(ids.getManager(), "embedding", table, ids, paddingId);
    }

    /**
     * Some rows of an array, in the order asked for.
     *
     * @param x {@code [rows, hidden]}
     * @param rows INT64 {@code [picked]}
     * @return {@code [picked, hidden]}
     */
    public static NDArray rows(NDArray x, NDArray rows) {
        return LIBRARY.tensor(x.getManager(), "rows", x, rows);
    }

    /**
     * Writes states of tokens behind those that are there already.
     *
     * @param states {@code [batch, heads, seq, size]}
     * @param buffer {@code [batch, heads, capacity, size]}; is changed
     * @param filled how many tokens it holds
     * @param from the first of the tokens that are returned
     * @return what it holds then, {@code [batch, heads, filled + seq - from, size]}: not a copy
     */
    public static NDArray appendStates(NDArray states, NDArray buffer, long filled, long from) {
        return LIBRARY.tensor(states.getManager(), APPEND_STATES, buffer, states, filled, from);
    }

    /**
     * Some tokens of such a buffer and states behind them.
     *
     * @param states {@code [batch, heads, seq, size]}
     * @param buffer {@code [batch, heads, capacity, size]}
     * @param from the first token that is taken from the buffer
     * @param to the first behind those that are taken
     * @return {@code [batch, heads, to - from + seq, size]}: a copy
     */
    public static NDArray joinStates(NDArray states, NDArray buffer, long from, long to) {
        return LIBRARY.tensor(states.getManager(), "join_states", buffer, states, from, to);
    }

    /** The tokens of a buffer from one to that before another: not a copy. */
    public static NDArray statesBetween(NDArray buffer, long from, long to) {
        return LIBRARY.tensor(buffer.getManager(), "states_between", buffer, from, to);
    }

    /**
     * Rows sorted by the group that each goes to; a row that goes to several groups is there several times.
     *
     * @param rows which row stands at each place of the sorted order, INT64 {@code [rows * chosen]}
     * @param places where in the sorted order each choice stands, INT64 {@code [rows * chosen]}, row by row
     * @param counts how many places each group has, INT64 {@code [groups]}
     */
    public record Groups(NDArray rows, NDArray places, NDArray counts) {}

    /**
     * @param chosen the groups that each row goes to, INT64 {@code [rows, chosen]}
     * @param groups how many there are
     */
    public static Groups group(NDArray chosen, long groups) {
        List<NDArray> arrays = LIBRARY.tensors(chosen.getManager(), "group", chosen, groups);
        return new Groups(arrays.get(0), arrays.get(1), arrays.get(2));
    }

    /**
     * A linear map of its own for each group of neighbouring rows; what no row goes to is not computed.
     *
     * @param x {@code [rows, in]}, sorted by group
     * @param counts rows of each group, INT64 {@code [groups]}
     * @param weights of each group, {@code [out, in]}
     * @return {@code [rows, out]}
     */
    public static NDArray groupedLinear(NDArray x, NDArray counts, List<NDArray> weights) {
        return LIBRARY.tensor(x.getManager(), "grouped_linear", x, counts, weights);
    }

    /**
     * Root mean square normalisation over the last axis (Zhang and Sennrich 2019).
     *
     * @param offset added to the weight
     */
    public static NDArray rmsNorm(NDArray x, NDArray weight, double offset, double eps) {
        String method = isRow(x, weight) ? "row_rms_norm" : "rms_norm";
        return LIBRARY.tensor(x.getManager(), method, x, weight, offset, eps);
    }

    /** Whether a sum of squares is all that a norm needs: it has no gradient, and would not fit into 16-bit floats. */
    private static boolean isRow(NDArray x, NDArray weight) {
        return x.size() == weight.size()
                && x.getDataType() == DataType.FLOAT32
                && x.getDevice().equals(Device.cpu())
                && !x.hasGradient()
                && !weight.hasGradient();
    }

    /** Layer normalisation over the last axis without a shift (Ba et al. 2016). */
    public static NDArray layerNorm(NDArray x, NDArray weight, double eps) {
        return LIBRARY.tensor(x.getManager(), "layer_norm", x, weight, eps);
    }

    /**
     * Parts of an axis, which are not copies.
     *
     * @param sizes of all parts; their sum is the axis's size
     */
    public static List<NDArray> split(NDArray x, long axis, long... sizes) {
        return LIBRARY.tensors(x.getManager(), "split", x, sizes, axis);
    }

    /** GELU by its tanh approximation (Hendrycks and Gimpel 2016, section 2). */
    public static NDArray geluTanh(NDArray x) {
        return LIBRARY.tensor(x.getManager(), "gelu_tanh", x);
    }

    /** {@code x * sigmoid(x)}. */
    public static NDArray silu(NDArray x) {
        return LIBRARY.tensor(x.getManager(), "silu", x);
    }

    /**
     * All values times a number. DJL's {@code mul(Number)} and {@code div(Number)} must not stand between parameters and a loss:
     * they leave the number in Java's memory, which garbage collection may free before the backward pass reads it.
     */
    public static NDArray scale(NDArray x, double factor) {
        return LIBRARY.tensor(x.getManager(), "scale", x, factor);
    }

    /** Values below {@code least} become that; like {@link #scale}, and unlike DJL's {@code maximum}, sound in training. */
    public static NDArray atLeast(NDArray x, double least) {
        return LIBRARY.tensor(x.getManager(), "at_least", x, least);
    }

    /**
     * Zeroes each value with probability {@code rate} and scales the others by {@code 1 / (1 - rate)}; a rate of 0 returns
     * {@code x} itself.
     */
    public static NDArray dropout(NDArray x, double rate) {
        return rate == 0 ? x : LIBRARY.tensor(x.getManager(), "dropout", x, rate);
    }

    /**
     * The sum, not the mean, of the cross-entropies of all rows.
     *
     * @param logits {@code [rows, classes]}
     * @param labels INT64 {@code [rows]}
     * @param ignored rows with this label count nothing
     * @param smoothing share of the target spread evenly over all classes (Szegedy et al. 2016, section 7)
     * @return a scalar
     */
    public static NDArray crossEntropy(NDArray logits, NDArray labels, long ignored, double smoothing) {
        return LIBRARY.tensor(logits.getManager(), "cross_entropy", logits, labels, ignored, smoothing);
    }

    /** The Euclidean norm of all values of all arrays together. */
    public static float norm(List<NDArray> arrays) {
        try (Autograd.Scope off = Autograd.recording(false);
                NDArray norm = LIBRARY.tensor(arrays.get(0).getManager(), "norm", arrays)) {
            return norm.getFloat();
        }
    }

    /** Writes the values of one array into another of the same shape. */
    static void copy(NDArray from, NDArray to) {
        try (Autograd.Scope off = Autograd.recording(false)) {
            LIBRARY.run("copy", from, to);
        }
    }

    private static List<NDArray> optional(@Nullable NDArray array) {
        return array == null ? List.of() : List.of(array);
    }
}
