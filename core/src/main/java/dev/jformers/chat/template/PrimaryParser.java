package dev.jformers.chat.template;

import dev.jformers.chat.template.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads names, literals and what hangs on them: attributes, items, slices, calls. Not thread-safe. */
final class PrimaryParser {

    private final Tokens tokens;
    private final ExpressionParser expressions;

    PrimaryParser(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    /** The arguments of a call, not computed yet. */
    record Call(List<Expression> positional, Map<String, Expression> named) {

        static final Call NONE = new Call(List.of(), Map.of());

        Arguments in(Scope scope) {
            Map<String, Object> values = new LinkedHashMap<>();
            named.forEach((name, value) -> values.put(name, value.value(scope)));
            return new Arguments(
                    positional.stream().map(argument -> argument.value(scope)).toList(), values);
        }
    }

    static Expression listOf(List<Expression> items) {
        List<Expression> all = List.copyOf(items);
        return scope -> all.stream().map(item -> item.value(scope)).toList();
    }

    Expression primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NAME -> name(tokens.take().text());
            case STRING -> string();
            case INTEGER -> constant(integer(tokens.take().text()));
            case FLOAT -> constant(Double.valueOf(tokens.take().text()));
            default -> bracketed();
        };
    }

    private static Long integer(String digits) {
        if (digits.length() > 18) {
            throw new TemplateError("the number " + digits + " is too large");
        }
        return Long.valueOf(digits);
    }

    private static Expression constant(Object value) {
        return scope -> value;
    }

    private static Expression name(String name) {
        return switch (name) {
            case "true", "True" -> constant(true);
            case "false", "False" -> constant(false);
            case "none", "None" -> constant(None.NONE);
            default -> scope -> scope.get(name);
        };
    }

    private Expression string() {
        StringBuilder text = new StringBuilder();
        while (tokens.peek().kind() == Kind.STRING) {
            text.append(tokens.take().text());
        }
        return constant(text.toString());
    }

    private Expression bracketed() {
        if (tokens.skip("(")) {
            Expression value = tokens.peek().is(")") ? listOf(List.of()) : expressions.list();
            tokens.expect(")");
            return value;
        }
        if (tokens.skip("[")) {
            List<Expression> items = new ArrayList<>();
            while (!tokens.peek().is("]")) {
                items.add(expressions.expression());
                if (!tokens.skip(",")) {
                    break;
                }
            }
            tokens.expect("]");
            return listOf(items);
        }
        if (tokens.skip("{")) {
            return mapping();
        }
        throw tokens.unexpected("a value");
    }

    private Expression mapping() {
        Map<Expression, Expression> entries = new LinkedHashMap<>();
        while (!tokens.peek().is("}")) {
            Expression key = expressions.expression();
            tokens.expect(":");
            entries.put(key, expressions.expression());
            if (!tokens.skip(",")) {
                break;
            }
        }
        tokens.expect("}");
        return scope -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            entries.forEach((key, value) -> map.put(key.value(scope), value.value(scope)));
            return map;
        };
    }

    /** Attributes, items and calls behind a value. */
    Expression behind(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.skip(".")) {
                value = attribute(value);
            } else if (tokens.skip("[")) {
                value = item(value);
            } else if (tokens.peek().is("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Expression attribute(Expression whole) {
        if (tokens.peek().kind() == Kind.INTEGER) {
            Long place = integer(tokens.take().text());
            return scope -> Lookup.item(whole.value(scope), place);
        }
        String name = tokens.expectName();
        return scope -> Lookup.attribute(whole.value(scope), name);
    }

    private Expression item(Expression whole) {
        Expression none = constant(None.NONE);
        Expression first = tokens.peek().is(":") ? none : expressions.list();
        if (tokens.skip("]")) {
            return scope -> Lookup.item(whole.value(scope), first.value(scope));
        }
        tokens.expect(":");
        Expression end = tokens.peek().is(":") || tokens.peek().is("]") ? none : expressions.expression();
        Expression step = tokens.skip(":") && !tokens.peek().is("]") ? expressions.expression() : none;
        tokens.expect("]");
        return scope -> Lookup.slice(whole.value(scope), first.value(scope), end.value(scope), step.value(scope));
    }

    private Expression call(Expression function) {
        Call call = arguments();
        return scope -> {
            Object called = function.value(scope);
            if (called instanceof Callable callable) {
                return callable.call(call.in(scope));
            }
            throw new TemplateError("a " + Values.typeName(called) + " cannot be called");
        };
    }

    Call arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        tokens.expect("(");
        while (!tokens.peek().is(")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peekBehind().is("=")) {
                String name = tokens.expectName();
                tokens.expect("=");
                named.put(name, expressions.expression());
            } else {
                positional.add(expressions.expression());
            }
            if (!tokens.skip(",")) {
                break;
            }
        }
        tokens.expect(")");
        return new Call(List.copyOf(positional), named);
    }
}
