package dev.jformers.generation.constraint;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what stands for one character in a regular expression. */
final class RegexCharacters {

    private static final CodePoints DIGITS = CodePoints.range('0', '9');
    private static final CodePoints WORD = DIGITS.plus(CodePoints.range('a', 'z'))
            .plus(CodePoints.range('A', 'Z'))
            .plus(CodePoints.of('_'));
    private static final CodePoints SPACES = CodePoints.of(' ', '\t', '\n', 0x0B, '\f', '\r');

    private static final Map<Integer, CodePoints> CLASSES = Map.of(
            (int) 'd', DIGITS,
            (int) 'D', DIGITS.complement(),
            (int) 'w', WORD,
            (int) 'W', WORD.complement(),
            (int) 's', SPACES,
            (int) 'S', SPACES.complement(),
            (int) 'n', CodePoints.of('\n'),
            (int) 'r', CodePoints.of('\r'),
            (int) 't', CodePoints.of('\t'),
            (int) 'f', CodePoints.of('\f'));

    private final RegexText text;

    /**
     * @param text behind the bracket or the backslash
     */
    RegexCharacters(RegexText text) {
        this.text = text;
    }

    /** What stands in brackets, up to the one that closes. */
    CodePoints bracketed() {
        boolean others = text.skip('^');
        CodePoints all = CodePoints.NONE;
        boolean empty = true;
        while (empty || !text.sees(']')) {
            if (text.sees('[') || text.sees("&&")) {
                throw text.unsupported("a set of characters within another", "write one set, such as [a-z0-9]");
            }
            all = all.plus(item());
            empty = false;
        }
        text.next();
        return others ? all.complement() : all;
    }

    private CodePoints item() {
        CodePoints low = one();
        if (!text.sees('-') || text.sees("-]")) {
            return low;
        }
        text.next();
        CodePoints high = one();
        int from = low.ranges().isEmpty() ? -1 : low.ranges().get(0).low();
        int to = high.ranges().isEmpty() ? -1 : high.ranges().get(0).high();
        if (!low.equals(CodePoints.of(from)) || !high.equals(CodePoints.of(to)) || from > to) {
            throw text.problem("has a range of characters whose ends are none");
        }
        return CodePoints.range(from, to);
    }

    private CodePoints one() {
        int character = text.next();
        return character == '\\' ? escaped() : CodePoints.of(character);
    }

    /** What stands behind a backslash. */
    CodePoints escaped() {
        int letter = text.next();
        CodePoints known = CLASSES.get(letter);
        if (known != null) {
            return known;
        }
        return switch (letter) {
            case 'x' -> CodePoints.of(hexadecimal(text.skip('{') ? text.until('}') : text.next(2)));
            case 'u' -> unicode();
            case 'p', 'P' -> property("\\" + Character.toString(letter));
            default -> {
                if (letter < 128 && Character.isLetterOrDigit(letter)) {
                    throw text.unsupported(
                            "\\" + Character.toString(letter),
                            "of letters behind \\ only d, D, w, W, s, S, n, r, t, f, x, u, p and P are");
                }
                yield CodePoints.of(letter);
            }
        };
    }

    private CodePoints unicode() {
        int unit = hexadecimal(text.next(4));
        boolean pair = unit <= Character.MAX_VALUE && Character.isHighSurrogate((char) unit) && text.skip("\\u");
        return CodePoints.of(pair ? Character.toCodePoint((char) unit, (char) hexadecimal(text.next(4))) : unit);
    }

    private int hexadecimal(String digits) {
        if (!digits.matches("[0-9A-Fa-f]{1,6}") || Integer.parseInt(digits, 16) > Character.MAX_CODE_POINT) {
            throw text.problem("has the character number " + digits + ", which is none");
        }
        return Integer.parseInt(digits, 16);
    }

    private CodePoints property(String beginning) {
        String name = text.skip('{') ? "{" + text.until('}') + "}" : text.next(1);
        try {
            Pattern pattern = Pattern.compile(beginning + name);
            IntPredicate has =
                    character -> pattern.matcher(Character.toString(character)).matches();
            return CodePoints.where(has);
        } catch (PatternSyntaxException e) {
            throw text.problem("has the property " + name + ", which is none");
        }
    }
}
