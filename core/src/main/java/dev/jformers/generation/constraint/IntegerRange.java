package dev.jformers.generation.constraint;

import java.util.ArrayList;
import java.util.List;

/**
 * Whole numbers from one to another, as they are written.
 *
 * @param least of at most 15 digits
 * @param most of at most 15 digits
 */
record IntegerRange(long least, long most) {

    Expression texts() {
        List<Expression> options = new ArrayList<>();
        if (least < 0) {
            Expression digits = from(Math.max(1, -most), -least);
            options.add(Expression.sequence(Expression.text("-"), digits));
        }
        options.add(from(Math.max(0, least), most));
        return new Expression.Choice(options);
    }

    /** Numbers without a sign; nothing if there are none. */
    private static Expression from(long low, long high) {
        List<Expression> lengths = new ArrayList<>();
        long start = low;
        while (start <= high) {
            String first = Long.toString(start);
            long end = Math.min(high, Long.parseLong("9".repeat(first.length())));
            lengths.add(digits(first, Long.toString(end)));
            start = end + 1;
        }
        return new Expression.Choice(lengths);
    }

    /** Digits of one length, from one text of them to another. */
    static Expression digits(String low, String high) {
        if (low.isEmpty()) {
            return Expression.EMPTY;
        }
        String lows = low.substring(1);
        String highs = high.substring(1);
        if (low.charAt(0) == high.charAt(0)) {
            return Expression.sequence(digit(low.charAt(0), low.charAt(0)), digits(lows, highs));
        }
        int rest = lows.length();
        List<Expression> options = new ArrayList<>();
        options.add(Expression.sequence(digit(low.charAt(0), low.charAt(0)), digits(lows, "9".repeat(rest))));
        if (low.charAt(0) + 1 < high.charAt(0)) {
            Expression between = digit((char) (low.charAt(0) + 1), (char) (high.charAt(0) - 1));
            options.add(Expression.sequence(between, Expression.repeated(digit('0', '9'), rest, rest)));
        }
        options.add(Expression.sequence(digit(high.charAt(0), high.charAt(0)), digits("0".repeat(rest), highs)));
        return new Expression.Choice(options);
    }

    static Expression digit(char low, char high) {
        return new Expression.Characters(CodePoints.range(low, high));
    }
}
