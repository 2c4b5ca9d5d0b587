package dev.jformers.chat.template;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's formats of strings, as far as templates use them. */
final class Printf {

    private static final Pattern PERCENT = Pattern.compile("%([-0+ ]*[0-9]{0,3}(?:\\.[0-9]{1,3})?)([a-zA-Z%])");
    private static final Pattern BRACES = Pattern.compile("\\{\\{|}}|\\{([A-Za-z0-9_]*)(:[^{}]*)?}");

    private Printf() {}

    /** {@code format % values}: %s, %r, %d, %i, %f, %x and their widths. */
    static String format(String format, List<Object> values) {
        Iterator<Object> rest = values.iterator();
        return PERCENT.matcher(format)
                .replaceAll(match -> Matcher.quoteReplacement(
                        formatted(match.group(1), match.group(2).charAt(0), rest)));
    }

    private static String formatted(String width, char kind, Iterator<Object> rest) {
        if (kind == '%') {
            return "%";
        }
        if (!rest.hasNext()) {
            throw new TemplateError("a format has more places than values");
        }
        Object value = rest.next();
        return switch (kind) {
            case 's' -> String.format(Locale.ROOT, "%" + width + "s", Values.text(value));
            case 'r' -> String.format(Locale.ROOT, "%" + width + "s", Values.quoted(value));
            case 'd', 'i' -> String.format(Locale.ROOT, "%" + width + "d", toLong(value));
            case 'x' -> String.format(Locale.ROOT, "%" + width + "x", toLong(value));
            case 'f' -> String.format(Locale.ROOT, "%" + width + "f", toDouble(value));
            default -> throw new TemplateError("%" + kind + " is a format that is not supported");
        };
    }

    private static long toLong(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new TemplateError("a number is formatted but is a " + Values.typeName(value));
    }

    private static double toDouble(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new TemplateError("a number is formatted but is a " + Values.typeName(value));
    }

    /** {@code format.format(...)}: places without formats of their own. */
    static String braces(String format, Arguments given) {
        int[] next = {0};
        return BRACES.matcher(format).replaceAll(match -> {
            String name = match.group(1);
            if (name == null) {
                return match.group().equals("{{") ? "{" : "}";
            }
            if (match.group(2) != null) {
                throw new TemplateError("format() with " + match.group(2) + " is not supported");
            }
            Object value = name.isEmpty()
                    ? given.required(next[0]++, "of the format")
                    : name.matches("[0-9]{1,3}")
                            ? given.required(Integer.parseInt(name), "of the format")
                            : given.required(Integer.MAX_VALUE, name);
            return Matcher.quoteReplacement(Values.text(value));
        });
    }
}
