package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The methods of Python's strings. */
final class TextMethods {

    private TextMethods() {}

    static Optional<Callable> find(String text, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "strip" -> given -> strip(text, given, true, true);
                    case "lstrip" -> given -> strip(text, given, true, false);
                    case "rstrip" -> given -> strip(text, given, false, true);
                    case "split" -> given -> Splitting.split(text, given);
                    case "rsplit" -> given -> Splitting.splitFromEnd(text, given);
                    case "splitlines" -> given -> Splitting.lines(text, given);
                    case "startswith" -> given -> anyOf(given, text::startsWith);
                    case "endswith" -> given -> anyOf(given, text::endsWith);
                    case "upper" -> given -> text.toUpperCase(Locale.ROOT);
                    case "lower" -> given -> text.toLowerCase(Locale.ROOT);
                    case "title" -> given -> title(text);
                    case "capitalize" -> given -> capitalize(text);
                    case "replace" -> given -> replace(text, given);
                    case "find" -> given -> place(text, text.indexOf(given.text(0, "sub")));
                    case "rfind" -> given -> place(text, text.lastIndexOf(given.text(0, "sub")));
                    case "count" -> given -> count(text, given.text(0, "sub"));
                    case "join" -> given -> join(text, given.required(0, "iterable"));
                    case "format" -> given -> Printf.braces(text, given);
                    case "removeprefix" -> given -> without(text, given.text(0, "prefix"), true);
                    case "removesuffix" -> given -> without(text, given.text(0, "suffix"), false);
                    case "isdigit", "isnumeric", "isdecimal" -> given -> all(text, Character::isDigit);
                    case "isalpha" -> given -> all(text, Character::isLetter);
                    case "isalnum" -> given -> all(text, Character::isLetterOrDigit);
                    case "isspace" -> given -> all(text, TextMethods::isSpace);
                    case "isupper" ->
                        given -> !text.equals(text.toLowerCase(Locale.ROOT))
                                && text.equals(text.toUpperCase(Locale.ROOT));
                    case "islower" ->
                        given -> !text.equals(text.toUpperCase(Locale.ROOT))
                                && text.equals(text.toLowerCase(Locale.ROOT));
                    default -> null;
                });
    }

    /** What Python takes for white space. */
    static boolean isSpace(int letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || letter == 0x85;
    }

    static String strip(String text, boolean begin, boolean end) {
        return strip(text, TextMethods::isSpace, begin, end);
    }

    private static String strip(String text, Arguments given, boolean begin, boolean end) {
        Object letters = given.get(0, "chars", None.NONE);
        if (letters == None.NONE) {
            return strip(text, begin, end);
        }
        String stripped = Values.requireText(letters, "chars");
        return strip(text, letter -> stripped.indexOf(letter) >= 0, begin, end);
    }

    private static String strip(String text, IntPredicate goes, boolean begin, boolean end) {
        int from = 0;
        int to = text.length();
        while (begin && from < to && goes.test(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (end && to > from && goes.test(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    private static boolean anyOf(Arguments given, java.util.function.Predicate<String> test) {
        Object affix = given.required(0, "prefix");
        List<Object> choices = affix instanceof List ? Values.items(affix) : List.of(affix);
        return choices.stream().anyMatch(choice -> test.test(Values.requireText(choice, "prefix")));
    }

    static String title(String text) {
        StringBuilder title = new StringBuilder();
        boolean within = false;
        for (int letter : text.codePoints().toArray()) {
            boolean cased = Character.isLetter(letter);
            title.appendCodePoint(within ? Character.toLowerCase(letter) : Character.toTitleCase(letter));
            within = cased;
        }
        return title.toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(text.codePointAt(0)))
                + text.substring(first).toLowerCase(Locale.ROOT);
    }

    private static String replace(String text, Arguments given) {
        String old = given.text(0, "old");
        String by = given.text(1, "new");
        int times = Values.requireInt(given.get(2, "count", -1L), "count");
        return times < 0 ? text.replace(old, by) : replaceFirst(text, old, by, times);
    }

    static String replaceFirst(String text, String old, String by, int times) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(old);
        for (int i = 0; i < times && at >= 0 && !old.isEmpty(); i++) {
            parts.add(text.substring(from, at));
            from = at + old.length();
            at = text.indexOf(old, from);
        }
        parts.add(text.substring(from));
        return String.join(by, parts);
    }

    private static Long place(String text, int at) {
        return at < 0 ? -1L : (long) text.codePointCount(0, at);
    }

    private static Long count(String text, String part) {
        return part.isEmpty()
                ? text.codePointCount(0, text.length()) + 1L
                : (long) (text.length() - text.replace(part, "").length()) / part.length();
    }

    static String join(String between, Object items) {
        return String.join(
                between,
                Values.items(items).stream()
                        .map(item -> Values.requireText(item, "what is joined"))
                        .toList());
    }

    private static String without(String text, String affix, boolean begin) {
        if (begin ? !text.startsWith(affix) : !text.endsWith(affix)) {
            return text;
        }
        return begin ? text.substring(affix.length()) : text.substring(0, text.length() - affix.length());
    }

    private static boolean all(String text, IntPredicate test) {
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }
}
