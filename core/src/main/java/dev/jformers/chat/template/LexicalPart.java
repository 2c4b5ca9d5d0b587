package dev.jformers.chat.template;

import dev.jformers.chat.template.Token.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name, a number, a string or an operator within a tag.
 *
 * @param end where it ends in the source
 */
record LexicalPart(Kind kind, String text, int end) {

    private static final Pattern FLOAT =
            Pattern.compile("[0-9][0-9_]*(\\.[0-9][0-9_]*)?[eE][+-]?[0-9]+|[0-9][0-9_]*\\.[0-9][0-9_]*");
    private static final Pattern INTEGER = Pattern.compile("[0-9][0-9_]*");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");
    private static final Pattern STRING =
            Pattern.compile("'([^'\\\\]|\\\\.)*+'|\"([^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);
    private static final List<String> LONG_OPERATORS = List.of("**", "//", "==", "!=", ">=", "<=");
    private static final String OPERATORS = "+-*/%~()[]{}<>=.:|,";

    /** What stands at a place that is no blank. */
    static LexicalPart at(String source, int at) {
        if (at >= source.length()) {
            throw new TemplateError("the tag has no end");
        }
        for (Kind kind : List.of(Kind.FLOAT, Kind.INTEGER, Kind.NAME, Kind.STRING)) {
            Matcher matcher = pattern(kind).matcher(source).region(at, source.length());
            if (matcher.lookingAt()) {
                return new LexicalPart(kind, meaning(kind, matcher.group()), matcher.end());
            }
        }
        for (String operator : LONG_OPERATORS) {
            if (source.startsWith(operator, at)) {
                return new LexicalPart(Kind.OPERATOR, operator, at + 2);
            }
        }
        if (OPERATORS.indexOf(source.charAt(at)) < 0) {
            throw new TemplateError("\"" + source.charAt(at) + "\" means nothing here");
        }
        return new LexicalPart(Kind.OPERATOR, source.substring(at, at + 1), at + 1);
    }

    private static Pattern pattern(Kind kind) {
        return switch (kind) {
            case FLOAT -> FLOAT;
            case INTEGER -> INTEGER;
            case NAME -> NAME;
            default -> STRING;
        };
    }

    private static String meaning(Kind kind, String text) {
        return switch (kind) {
            case FLOAT, INTEGER -> text.replace("_", "");
            case STRING -> StringLiteral.unescaped(text.substring(1, text.length() - 1));
            default -> text;
        };
    }
}
