package dev.jformers.chat.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what stands behind a bar and behind {@code is}. Not thread-safe. */
final class FilterParser {

    private static final Set<String> NO_ARGUMENTS = Set.of("else", "or", "and", "is", "if", "not", "in");

    private final Tokens tokens;
    private final PrimaryParser primaries;

    FilterParser(Tokens tokens, PrimaryParser primaries) {
        this.tokens = tokens;
        this.primaries = primaries;
    }

    /** A value with the filters and tests behind it. */
    Expression filtered(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.skip("|")) {
                value = filter(value);
            } else if (tokens.skipName("is")) {
                value = check(value);
            } else if (tokens.peek().is("(")) {
                value = primaries.behind(value);
            } else {
                return value;
            }
        }
    }

    /** The filter whose bar has been read. */
    Expression filter(Expression value) {
        Filters.Filter filter = Filters.named(tokens.expectName());
        PrimaryParser.Call call = tokens.peek().is("(") ? primaries.arguments() : PrimaryParser.Call.NONE;
        return scope -> filter.apply(value.value(scope), call.in(scope));
    }

    private Expression check(Expression value) {
        boolean wanted = !tokens.skipName("not");
        String name = tokens.expectName();
        Checks.Check check = Checks.named(name);
        PrimaryParser.Call call = tokens.peek().is("(") ? primaries.arguments() : bareArgument();
        return scope -> check.holds(value.value(scope), call.in(scope)) == wanted;
    }

    private PrimaryParser.Call bareArgument() {
        Token token = tokens.peek();
        boolean begins = switch (token.kind()) {
            case NAME -> !NO_ARGUMENTS.contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            default -> token.is("[") || token.is("{");
        };
        return begins
                ? new PrimaryParser.Call(List.of(primaries.behind(primaries.primary())), Map.of())
                : PrimaryParser.Call.NONE;
    }
}
