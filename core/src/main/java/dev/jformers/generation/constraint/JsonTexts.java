package dev.jformers.generation.constraint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;

/** How JSON is written. */
final class JsonTexts {

    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final int DIGITS = 15;
    private static final int INDENTATION = 20;

    /** Letters behind a backslash, and what they stand for. */
    private static final Map<Character, Character> ESCAPES =
            Map.of('"', '"', '\\', '\\', 'b', '\b', 'f', '\f', 'n', '\n', 'r', '\r', 't', '\t');

    private static final CodePoints PLAIN =
            CodePoints.range(' ', Character.MAX_CODE_POINT).minus(CodePoints.of('"', '\\'));

    private static final Expression DIGIT = new Expression.Characters(CodePoints.range('0', '9'));
    private static final Expression QUOTE = Expression.text("\"");

    /** Nothing, one space, or a line break and what indents the next line. */
    static final Expression SPACE = Expression.choice(
            Expression.EMPTY,
            Expression.text(" "),
            Expression.sequence(Expression.text("\n"), Expression.repeated(Expression.text(" "), 0, INDENTATION)));

    static final Expression INTEGER = Expression.sequence(
            Expression.optional(Expression.text("-")),
            Expression.choice(
                    Expression.text("0"),
                    Expression.sequence(
                            new Expression.Characters(CodePoints.range('1', '9')),
                            Expression.repeated(DIGIT, 0, DIGITS - 1))));

    static final Expression NUMBER = Expression.sequence(
            INTEGER,
            Expression.optional(Expression.sequence(Expression.text("."), Expression.repeated(DIGIT, 1, DIGITS))),
            Expression.optional(Expression.sequence(
                    new Expression.Characters(CodePoints.of('e', 'E')),
                    Expression.optional(new Expression.Characters(CodePoints.of('+', '-'))),
                    Expression.repeated(DIGIT, 1, 2))));

    static final Expression BOOLEAN = Expression.choice(Expression.text("true"), Expression.text("false"));

    static final Expression NULL = Expression.text("null");

    private static final Expression COMMA = Expression.sequence(Expression.text(","), SPACE);

    private JsonTexts() {}

    /** One character of a string: as it is, or behind a backslash. */
    static Expression character(CodePoints characters) {
        int[] letters = ESCAPES.entrySet().stream()
                .filter(escape -> characters.contains(escape.getValue()))
                .mapToInt(escape -> escape.getKey())
                .toArray();
        Expression plain = new Expression.Characters(characters.and(PLAIN));
        return letters.length == 0
                ? plain
                : Expression.choice(
                        plain,
                        Expression.sequence(Expression.text("\\"), new Expression.Characters(CodePoints.of(letters))));
    }

    /** A string around its characters. */
    static Expression string(Expression characters) {
        return Expression.sequence(QUOTE, characters, QUOTE);
    }

    /** A string of so many characters. */
    static Expression string(int least, int most) {
        return string(Expression.repeated(character(CodePoints.ALL), least, most));
    }

    static Expression array(Expression item, int least, int most) {
        return array(List.of(), item, least, most);
    }

    /**
     * @param first the first items, one after the other
     * @param item those behind them
     * @param least how many of all there are at least
     * @param most how many at most
     */
    static Expression array(List<Expression> first, Expression item, int least, int most) {
        int given = first.size();
        int left = most == UNBOUNDED ? UNBOUNDED : Math.max(0, most - given);
        Expression items = new Expression.Repetition(item, COMMA, Math.max(given == 0 ? 0 : 1, least - given), left);
        if (given > 0 && left > 0) {
            items = Expression.sequence(COMMA, items);
            items = least > given ? items : Expression.optional(items);
        } else if (given > 0) {
            items = Expression.EMPTY;
        }
        for (int place = given - 1; place >= 0; place--) {
            Expression next = place < most ? Expression.sequence(first.get(place), items) : Expression.EMPTY;
            Expression separated = place == 0 || place >= most ? next : Expression.sequence(COMMA, next);
            items = place < least ? separated : Expression.optional(separated);
        }
        return Expression.sequence(Expression.text("["), SPACE, items, SPACE, Expression.text("]"));
    }

    static Expression object(List<Expression.Member> members) {
        return object(new Expression.Members(members, COMMA));
    }

    /** Any number of properties whose names are not known. */
    static Expression object(Expression name, Expression value) {
        return object(new Expression.Repetition(property(name, value), COMMA, 0, UNBOUNDED));
    }

    private static Expression object(Expression inner) {
        return Expression.sequence(Expression.text("{"), SPACE, inner, SPACE, Expression.text("}"));
    }

    static Expression property(Expression name, Expression value) {
        return Expression.sequence(name, Expression.text(":"), SPACE, value);
    }

    /** Exactly this value. */
    static Expression value(JsonElement value) {
        if (value instanceof JsonArray array) {
            Expression inner = new Expression.Members(
                    array.asList().stream()
                            .map(item -> new Expression.Member(value(item), true))
                            .toList(),
                    COMMA);
            return Expression.sequence(Expression.text("["), SPACE, inner, SPACE, Expression.text("]"));
        }
        if (value instanceof JsonObject object) {
            return object(object.entrySet().stream()
                    .map(entry -> new Expression.Member(
                            property(value(new JsonPrimitive(entry.getKey())), value(entry.getValue())), true))
                    .toList());
        }
        return value instanceof JsonPrimitive text && text.isString()
                ? string(Expression.sequence(text.getAsString()
                        .codePoints()
                        .mapToObj(JsonTexts::exactly)
                        .toArray(Expression[]::new)))
                : Expression.text(value.toString());
    }

    private static Expression exactly(int character) {
        boolean rare = character < ' ' && ESCAPES.values().stream().noneMatch(escaped -> escaped == character);
        return rare ? Expression.text(String.format("\\u%04x", character)) : character(CodePoints.of(character));
    }
}
