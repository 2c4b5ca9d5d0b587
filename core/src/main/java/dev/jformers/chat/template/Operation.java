package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Python's operators on values. */
final class Operation {

    /** No text or list becomes longer by an operator. */
    private static final int MAX_LENGTH = 10_000_000;

    private Operation() {}

    static Object add(Object left, Object right) {
        if (left instanceof String one && right instanceof String other) {
            return one + other;
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            List<Object> sum = new ArrayList<>(one);
            sum.addAll(other);
            return sum;
        }
        return number("+", left, right, Math::addExact, Double::sum);
    }

    static Object subtract(Object left, Object right) {
        return number("-", left, right, Math::subtractExact, (one, other) -> one - other);
    }

    static Object multiply(Object left, Object right) {
        if (right instanceof Long times && left instanceof String text) {
            requireLength((long) text.length() * Math.max(0, times));
            return text.repeat((int) Math.max(0, times));
        }
        if (right instanceof Long times && left instanceof List<?> list) {
            requireLength((long) list.size() * Math.max(0, times));
            List<Object> repeated = new ArrayList<>();
            Collections.nCopies((int) Math.max(0, times), list).forEach(repeated::addAll);
            return repeated;
        }
        return number("*", left, right, Math::multiplyExact, (one, other) -> one * other);
    }

    private static void requireLength(long length) {
        if (length > MAX_LENGTH) {
            throw new TemplateError("a value of length " + length + " is more than " + MAX_LENGTH);
        }
    }

    static Object divide(Object left, Object right) {
        requireDivisor(right);
        return toDouble("/", left) / toDouble("/", right);
    }

    static Object divideWhole(Object left, Object right) {
        requireDivisor(right);
        return number("//", left, right, Math::floorDiv, (one, other) -> Math.floor(one / other));
    }

    static Object remainder(Object left, Object right) {
        if (left instanceof String format) {
            return Printf.format(format, right instanceof List<?> list ? Values.items(list) : List.of(right));
        }
        requireDivisor(right);
        return number("%", left, right, Math::floorMod, (one, other) -> one - Math.floor(one / other) * other);
    }

    static Object power(Object left, Object right) {
        double power = Math.pow(toDouble("**", left), toDouble("**", right));
        boolean whole = left instanceof Long && right instanceof Long exponent && exponent >= 0;
        if (whole && Math.abs(power) > 1L << 53) {
            throw new TemplateError("the power is too large");
        }
        return whole ? (Object) (long) power : (Object) power;
    }

    static Object negate(Object value) {
        return subtract(0L, value);
    }

    private static void requireDivisor(Object value) {
        if (value instanceof Number number && number.doubleValue() == 0) {
            throw new TemplateError("division by zero");
        }
    }

    private static Object number(
            String operator, Object left, Object right, LongBinaryOperator whole, DoubleBinaryOperator real) {
        Object one = left instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : left;
        Object other = right instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : right;
        if (one instanceof Long first && other instanceof Long second) {
            try {
                return whole.applyAsLong(first, second);
            } catch (ArithmeticException e) {
                throw new TemplateError(first + " " + operator + " " + second + " is too large");
            }
        }
        if (one instanceof Number first && other instanceof Number second) {
            return real.applyAsDouble(first.doubleValue(), second.doubleValue());
        }
        throw new TemplateError("\"" + operator + "\" does not go with a " + Values.typeName(left) + " and a "
                + Values.typeName(right));
    }

    private static double toDouble(String operator, Object value) {
        Object number = number(operator, value, 0.0, (one, other) -> one, Double::sum);
        return ((Number) number).doubleValue();
    }

    static boolean areEqual(Object left, Object right) {
        if (left instanceof Undefined || right instanceof Undefined) {
            return left instanceof Undefined && right instanceof Undefined;
        }
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(toDouble("==", left), toDouble("==", right)) == 0;
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            boolean equal = one.size() == other.size();
            for (int i = 0; equal && i < one.size(); i++) {
                equal = areEqual(one.get(i), other.get(i));
            }
            return equal;
        }
        if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
            return one.keySet().equals(other.keySet())
                    && one.keySet().stream().allMatch(key -> areEqual(Lookup.item(one, key), Lookup.item(other, key)));
        }
        return left.equals(right);
    }

    private static boolean isNumber(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /** Below, equal to or above zero as the left one comes before, with or behind the right one. */
    static int compare(Object left, Object right) {
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(toDouble("<", left), toDouble("<", right));
        }
        if (left instanceof String one && right instanceof String other) {
            return java.util.Arrays.compare(
                    one.codePoints().toArray(), other.codePoints().toArray());
        }
        if (left instanceof List<?> one && right instanceof List<?> other) {
            for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                if (!areEqual(one.get(i), other.get(i))) {
                    return compare(one.get(i), other.get(i));
                }
            }
            return Integer.compare(one.size(), other.size());
        }
        throw new TemplateError("a " + Values.typeName(left) + " and a " + Values.typeName(right) + " have no order");
    }

    static boolean contains(Object whole, Object part) {
        if (whole instanceof String text) {
            return text.contains(Values.requireText(part, "what is looked for in a text"));
        }
        return Values.items(whole).stream().anyMatch(item -> areEqual(item, part));
    }
}
