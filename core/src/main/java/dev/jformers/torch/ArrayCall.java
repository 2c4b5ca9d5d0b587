package dev.jformers.torch;

import static java.util.Map.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * An operator of DJL's arrays as TorchScript has it.
 *
 * @param function the operator's name there
 * @param operands its arguments
 */
record ArrayCall(String function, List<?> operands) {

    /** Operators that take what DJL's take, under the same name or another. */
    private static final Map<String, String> SAME = Map.ofEntries(
            entry("add", "add"),
            entry("addi", "add_"),
            entry("sub", "sub"),
            entry("mul", "mul"),
            entry("muli", "mul_"),
            entry("div", "div"),
            entry("pow", "pow"),
            entry("neg", "neg"),
            entry("abs", "abs"),
            entry("sqrt", "sqrt"),
            entry("square", "square"),
            entry("exp", "exp"),
            entry("log", "log"),
            entry("tanh", "tanh"),
            entry("sin", "sin"),
            entry("cos", "cos"),
            entry("eq", "eq"),
            entry("neq", "ne"),
            entry("lt", "lt"),
            entry("lte", "le"),
            entry("gt", "gt"),
            entry("gte", "ge"),
            entry("logicalAnd", "logical_and"),
            entry("logicalOr", "logical_or"),
            entry("logicalNot", "logical_not"),
            entry("matMul", "matmul"),
            entry("clip", "clamp"),
            entry("softmax", "softmax"),
            entry("cumSum", "cumsum"),
            entry("swapAxes", "transpose"),
            entry("expandDims", "unsqueeze"),
            entry("squeeze", "squeeze"),
            entry("sum", "sum"),
            entry("mean", "mean"),
            entry("duplicate", "clone"),
            entry("relu", "relu"),
            entry("gelu", "gelu"));

    /** Operators whose arguments look another way there. */
    private static final Map<String, BiFunction<NDArray, Object[], ArrayCall>> OTHER = Map.ofEntries(
            entry("maximum", (x, given) -> bounded(x, given[0], "maximum", "clamp_min")),
            entry("minimum", (x, given) -> bounded(x, given[0], "minimum", "clamp_max")),
            entry("max", (x, given) -> of("amax", with(x, given))),
            entry("min", (x, given) -> of("amin", with(x, given))),
            entry("toType", (x, given) -> of("to", x, code((DataType) given[0]))),
            entry("reshape", (x, given) -> of("reshape", x, sizes(given[0]))),
            entry("broadcast", (x, given) -> of("expand", x, sizes(given[0]))),
            entry("transpose", (x, given) -> of("permute", x, axes(x, given))),
            entry("gather", (x, given) -> of("gather", x, given[1], given[0])),
            entry("topK", (x, given) -> of("topk", with(x, given))),
            entry("repeat", ArrayCall::repeat),
            entry("oneHot", (x, given) -> of("to", of("one_hot", x, given[0]), code((DataType) given[1]))),
            entry("concat", ArrayCall::concat),
            entry("get", (x, given) -> ArraySlice.of(x, (NDIndex) given[0])),
            entry("linear", (x, given) -> of("linear", given)),
            entry(
                    "layerNorm",
                    (x, given) -> of("layer_norm", given[0], sizes(given[1]), given[2], given[3], given[4])));

    /**
     * @param method of {@link NDArray} or of the operators behind it
     * @throws NotRecordedException if it is not one of those that are known here
     */
    static ArrayCall of(NDArray self, String method, Object... arguments) {
        BiFunction<NDArray, Object[], ArrayCall> other = OTHER.get(method);
        if (other != null) {
            return other.apply(self, arguments);
        }
        String same = SAME.get(method);
        if (same == null) {
            throw new NotRecordedException("an array is asked for " + method);
        }
        return of(same, with(self, arguments));
    }

    private static ArrayCall of(String operator, Object... operands) {
        return new ArrayCall(
                "torch." + operator,
                Arrays.stream(operands).map(ArrayCall::plain).toList());
    }

    private static Object[] with(NDArray self, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(self));
        all.addAll(Arrays.asList(arguments));
        return all.toArray();
    }

    private static Object plain(Object operand) {
        return operand instanceof int[] numbers
                ? Arrays.stream(numbers).asLongStream().toArray()
                : operand;
    }

    private static ArrayCall bounded(NDArray x, Object bound, String byArray, String byNumber) {
        return of(bound instanceof NDArray ? byArray : byNumber, x, bound);
    }

    private static ArrayCall repeat(NDArray x, Object... given) {
        if (given.length != 2) {
            throw new NotRecordedException("an array is repeated along all axes");
        }
        return of("repeat_interleave", x, given[1], given[0]);
    }

    private static ArrayCall concat(NDArray x, Object... given) {
        List<NDArray> arrays = new ArrayList<>(List.of(x));
        arrays.addAll(given[0] instanceof NDList list ? list : List.of((NDArray) given[0]));
        return of("cat", arrays, given[1]);
    }

    private static long[] sizes(Object given) {
        return given instanceof Shape shape ? shape.getShape() : (long[]) given;
    }

    private static long[] axes(NDArray x, Object... given) {
        int last = x.getShape().dimension() - 1;
        return given.length == 0
                ? IntStream.rangeClosed(0, last).mapToLong(i -> last - i).toArray()
                : Arrays.stream((int[]) given[0]).asLongStream().toArray();
    }

    /** The number that TorchScript has for a type. */
    static long code(DataType type) {
        return switch (type) {
            case UINT8 -> 0;
            case INT8 -> 1;
            case INT32 -> 3;
            case INT64 -> 4;
            case FLOAT16 -> 5;
            case FLOAT32 -> 6;
            case FLOAT64 -> 7;
            case BOOLEAN -> 11;
            case BFLOAT16 -> 15;
            default -> throw new NotRecordedException("an array becomes one of " + type);
        };
    }
}
