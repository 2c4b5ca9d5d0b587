package dev.jformers.training.recipe;

import dev.jformers.NearMiss;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a scalar as a Java value. The text decides, not YAML 1.1's guess at its type: {@code 1e-4} is a number and
 * {@code no} may be the constant of an enum.
 *
 * @param rule what the text must be, for messages: {@code a number}
 * @param read the value of a text; null where the text breaks the rule
 */
record ScalarType(String rule, Function<String, @Nullable Object> read) {

    private static final int MAX_DIGITS = 40;
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(0|[1-9][0-9]*|(?=\\.[0-9]))(\\.[0-9]*)?([eE][-+]?[0-9]+)?");
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");
    private static final List<String> YES = List.of("true", "yes", "on");
    private static final List<String> NO = List.of("false", "no", "off");

    private static final ScalarType INT = new ScalarType(
            "a whole number up to " + Integer.MAX_VALUE, text -> wholeNumber(text, BigDecimal::intValueExact));
    private static final ScalarType LONG = new ScalarType(
            "a whole number up to " + Long.MAX_VALUE, text -> wholeNumber(text, BigDecimal::longValueExact));
    private static final ScalarType DOUBLE = new ScalarType("a number", ScalarType::number);
    private static final ScalarType BOOLEAN = new ScalarType("true or false", ScalarType::truth);
    private static final Map<Class<?>, ScalarType> TYPES = Map.of(
            String.class, new ScalarType("a text", text -> text),
            Path.class, new ScalarType("a path", ScalarType::path),
            int.class, INT,
            Integer.class, INT,
            long.class, LONG,
            double.class, DOUBLE,
            Double.class, DOUBLE,
            boolean.class, BOOLEAN);

    static ScalarType of(Class<?> type) {
        if (type.isEnum()) {
            List<String> names = constants(type);
            return new ScalarType(
                    "one of " + String.join(", ", names),
                    text -> names.contains(text) ? type.getEnumConstants()[names.indexOf(text)] : null);
        }
        ScalarType scalarType = TYPES.get(type);
        if (scalarType == null) {
            throw new IllegalStateException("No scalar is read as " + type.getName());
        }
        return scalarType;
    }

    /** What may help with a text that breaks the rule, to follow it in a message; empty where nothing does. */
    static String hint(Class<?> type, String text) {
        if (type.isEnum()) {
            return NearMiss.hint(text, constants(type));
        }
        return LEADING_ZERO.matcher(text).matches() ? "; leave out the leading zeros" : "";
    }

    /** The constants of an enum as YAML writes them. */
    static List<String> constants(Class<?> enumType) {
        return Arrays.stream(enumType.getEnumConstants())
                .map(ScalarType::constant)
                .toList();
    }

    static String constant(Object enumConstant) {
        return ((Enum<?>) enumConstant).name().toLowerCase(Locale.ROOT);
    }

    static boolean isNumber(String text) {
        return text.length() <= MAX_DIGITS && NUMBER.matcher(text).matches();
    }

    static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    static @Nullable Double number(String text) {
        if (!isNumber(text)) {
            return null;
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? value : null;
    }

    static <N> @Nullable N wholeNumber(String text, Function<BigDecimal, N> exact) {
        if (!isNumber(text)) {
            return null;
        }
        try {
            return exact.apply(new BigDecimal(text));
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            return null;
        }
    }

    private static @Nullable Boolean truth(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return YES.contains(lower) ? Boolean.TRUE : NO.contains(lower) ? Boolean.FALSE : null;
    }

    private static @Nullable Path path(String text) {
        try {
            return text.isBlank() ? null : Path.of(text);
        } catch (InvalidPathException invalid) {
            return null;
        }
    }
}
