package dev.jformers.generation.constraint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads regular expressions. {@link Pattern} says whether one is well-formed, what it means is read here. */
final class RegexParser {

    private static final int DEEPEST = 100;
    private static final int MOST_TIMES = 100_000;
    private static final CodePoints NO_LINE_BREAK =
            CodePoints.of('\n', '\r', 0x85, 0x2028, 0x2029).complement();

    private final RegexText text;
    private final Function<CodePoints, Expression> character;
    private int depth;

    private RegexParser(RegexText text, Function<CodePoints, Expression> character) {
        this.text = text;
        this.character = character;
    }

    /**
     * Texts that match as a whole.
     *
     * @param what how messages call the expression
     */
    static Expression whole(String what, String regex) {
        return new RegexParser(new RegexText(what, regex), Expression.Characters::new).parse(Expression.EMPTY, regex);
    }

    /**
     * Texts in which something matches; {@code ^} and {@code $} bind it to the beginning and the end.
     *
     * @param what how messages call the expression
     * @param character how one character of these is written
     */
    static Expression within(String what, String regex, Function<CodePoints, Expression> character) {
        Expression anything = Expression.repeated(character.apply(CodePoints.ALL), 0, Integer.MAX_VALUE);
        return new RegexParser(new RegexText(what, regex), character).parse(anything, regex);
    }

    private Expression parse(Expression around, String regex) {
        List<Expression> options = new ArrayList<>();
        do {
            Expression before = text.skip('^') ? Expression.EMPTY : around;
            Expression option = sequence();
            Expression behind = text.skip('$') ? Expression.EMPTY : around;
            options.add(Expression.sequence(before, option, behind));
        } while (text.skip('|'));
        requireWellFormed(regex);
        if (!text.isAtEnd()) {
            throw text.unsupported("$ in its middle", "^ and $ may stand at the beginning and the end alone");
        }
        return new Expression.Choice(options);
    }

    private void requireWellFormed(String regex) {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw text.malformed(e);
        }
    }

    private Expression choice() {
        List<Expression> options = new ArrayList<>();
        do {
            options.add(sequence());
        } while (text.skip('|'));
        return new Expression.Choice(options);
    }

    private Expression sequence() {
        List<Expression> parts = new ArrayList<>();
        while (!text.isAtEnd() && !text.sees('|') && !text.sees(')') && !text.sees('$')) {
            parts.add(repeated(atom()));
        }
        return new Expression.Sequence(parts);
    }

    private Expression atom() {
        int next = text.next();
        return switch (next) {
            case '(' -> group();
            case '[' -> character.apply(new RegexCharacters(text).bracketed());
            case '\\' -> character.apply(new RegexCharacters(text).escaped());
            case '.' -> character.apply(NO_LINE_BREAK);
            case '^' -> throw text.unsupported("^ in its middle", "it may stand at the beginning alone");
            default -> character.apply(CodePoints.of(next));
        };
    }

    private Expression group() {
        if (++depth > DEEPEST) {
            throw text.problem("has more than " + DEEPEST + " groups within each other");
        }
        if (text.skip("?") && !text.skip(":")) {
            if (text.sees("<=") || text.sees("<!") || !text.skip('<')) {
                throw text.unsupported("a group that begins with (?", "of these only (?:...) and (?<name>...) are");
            }
            text.until('>');
        }
        Expression inner = choice();
        if (!text.skip(')')) {
            throw text.isAtEnd()
                    ? text.problem("has a group that is not closed")
                    : text.unsupported("$ within a group", "it may stand at the end alone");
        }
        depth--;
        return inner;
    }

    private Expression repeated(Expression item) {
        Expression repeated = quantified(item);
        if (repeated != item && text.sees('+')) {
            throw text.unsupported("a possessive quantifier", "leave its last + out");
        }
        if (repeated != item) {
            text.skip('?');
        }
        if (repeated != item && (text.sees('*') || text.sees('+') || text.sees('?') || text.sees('{'))) {
            throw text.unsupported("a quantifier behind another", "put the inner one into (?:...)");
        }
        return repeated;
    }

    private Expression quantified(Expression item) {
        if (text.skip('*')) {
            return Expression.repeated(item, 0, Integer.MAX_VALUE);
        }
        if (text.skip('+')) {
            return Expression.repeated(item, 1, Integer.MAX_VALUE);
        }
        if (text.skip('?')) {
            return Expression.optional(item);
        }
        return text.skip('{') ? counted(item, text.until('}')) : item;
    }

    private Expression counted(Expression item, String counts) {
        String[] bounds = counts.split(",", -1);
        int least = count(bounds[0]);
        if (bounds.length == 1) {
            return Expression.repeated(item, least, least);
        }
        boolean bounded = !bounds[1].isEmpty();
        int most = bounded ? count(bounds[1]) : Integer.MAX_VALUE;
        if (bounds.length > 2 || most < least) {
            throw text.problem("has the quantifier {" + counts + "}, which is none");
        }
        return Expression.repeated(item, least, most);
    }

    private int count(String digits) {
        if (!digits.matches("[0-9]{1,6}") || Integer.parseInt(digits) > MOST_TIMES) {
            throw text.problem("has a quantifier with " + digits + ", which must be a number up to " + MOST_TIMES);
        }
        return Integer.parseInt(digits);
    }
}
