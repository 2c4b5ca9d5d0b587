package dev.jformers.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One call of TorchScript.
 *
 * @param results names of what it returns
 * @param function what is called
 * @param operands its arguments: {@link Name}, {@link Long}, {@link Double}, {@link Boolean}, another call, or a list of them
 */
record Statement(List<Name> results, String function, List<?> operands) {

    /** What stands in the text as it is: a value's name, an argument by keyword. */
    record Name(String text) {

        @Override
        public String toString() {
            return text;
        }
    }

    /** A number that grows with the tokens that were read before. */
    private record Growing(long beyond) {}

    /**
     * The statement for any number of tokens read before.
     *
     * @param other the same statement, written down when {@code step} more tokens had been read
     * @param past how many tokens had been read for this one
     * @throws NotRecordedException if the two differ by more than that
     */
    Statement aligned(Statement other, long past, long step) {
        if (!results.equals(other.results) || !function.equals(other.function)) {
            throw new NotRecordedException(function + " stands where " + other.function + " stood before");
        }
        return new Statement(results, function, (List<?>) aligned(operands, other.operands, past, step));
    }

    private Object aligned(Object first, Object second, long past, long step) {
        if (first instanceof List<?> some && second instanceof List<?> others && some.size() == others.size()) {
            List<Object> both = new ArrayList<>();
            for (int i = 0; i < some.size(); i++) {
                both.add(aligned(some.get(i), others.get(i), past, step));
            }
            return both;
        }
        if (first instanceof Statement call && second instanceof Statement other) {
            return call.aligned(other, past, step);
        }
        if (first.equals(second)) {
            return first;
        }
        if (first instanceof Long before && second instanceof Long after && after - before == step) {
            return new Growing(before - past);
        }
        throw new NotRecordedException(function + " takes " + first + " in one pass and " + second + " in the next");
    }

    /** The line of a method's body; {@code past} is the name of the number of tokens read before. */
    String line(String past) {
        String names = results.stream().map(Name::text).collect(Collectors.joining(", "));
        return "    " + names + (results.size() > 1 ? ", = " : " = ") + call(past) + "\n";
    }

    private String call(String past) {
        return function + "("
                + operands.stream().map(operand -> text(operand, past)).collect(Collectors.joining(", ")) + ")";
    }

    private static String text(Object operand, String past) {
        if (operand instanceof List<?> list) {
            return list.isEmpty()
                    ? "annotate(List[Tensor], [])"
                    : list.stream().map(item -> text(item, past)).collect(Collectors.joining(", ", "[", "]"));
        } else if (operand instanceof Statement nested) {
            return nested.call(past);
        } else if (operand instanceof Growing growing) {
            return "torch.add(" + past + ", " + growing.beyond() + ")";
        } else if (operand instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        // 1.0E-5 is 1.0e-5 there
        return operand instanceof Name ? operand.toString() : operand.toString().replace('E', 'e');
    }
}
