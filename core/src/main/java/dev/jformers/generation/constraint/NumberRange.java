package dev.jformers.generation.constraint;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers from one to another, as they are written: without an exponent, with as many digits behind the point as the bounds have, or more
 * where that leads to none outside.
 *
 * @param least of at most 15 digits on each side of the point
 * @param most of at most 15 digits on each side of the point
 */
record NumberRange(BigDecimal least, BigDecimal most) {

    private static final int DIGITS = 15;

    Expression texts() {
        List<Expression> options = new ArrayList<>();
        if (least.signum() < 0) {
            BigDecimal low = most.signum() < 0 ? most.negate() : BigDecimal.ZERO;
            options.add(Expression.sequence(Expression.text("-"), from(low, least.negate())));
        }
        if (most.signum() >= 0) {
            options.add(from(least.max(BigDecimal.ZERO), most));
        }
        return new Expression.Choice(options);
    }

    /** Numbers without a sign. */
    private static Expression from(BigDecimal low, BigDecimal high) {
        int scale = Math.max(
                0,
                Math.max(
                        low.stripTrailingZeros().scale(),
                        high.stripTrailingZeros().scale()));
        long first = low.setScale(0, RoundingMode.FLOOR).longValueExact();
        long last = high.setScale(0, RoundingMode.FLOOR).longValueExact();
        String lows = digits(low, first, scale);
        String highs = digits(high, last, scale);
        if (first == last) {
            return pointed(first, fraction(lows, highs));
        }
        List<Expression> options = new ArrayList<>();
        options.add(pointed(first, fraction(lows, "9".repeat(scale))));
        options.add(pointed(last, fraction("0".repeat(scale), highs)));
        boolean whole = scale == 0;
        long from = whole ? first : first + 1;
        options.add(Expression.sequence(
                new IntegerRange(from, last - 1).texts(),
                Expression.optional(Expression.sequence(
                        Expression.text("."), Expression.repeated(IntegerRange.digit('0', '9'), 1, DIGITS)))));
        return new Expression.Choice(options);
    }

    private static Expression pointed(long whole, Expression fraction) {
        return Expression.sequence(Expression.text(Long.toString(whole)), fraction);
    }

    private static Expression fraction(String low, String high) {
        return low.isEmpty()
                ? Expression.EMPTY
                : Expression.sequence(Expression.text("."), IntegerRange.digits(low, high));
    }

    private static String digits(BigDecimal number, long whole, int scale) {
        String digits = number.subtract(BigDecimal.valueOf(whole))
                .movePointRight(scale)
                .toBigInteger()
                .toString();
        return scale == 0 ? "" : "0".repeat(scale - digits.length()) + digits;
    }
}
