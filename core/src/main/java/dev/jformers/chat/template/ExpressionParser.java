package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;

/** Reads expressions, with jinja2's order of operators. Not thread-safe. */
final class ExpressionParser {

    private static final Map<String, BinaryOperator<Object>> SUMS =
            Map.of("+", Operation::add, "-", Operation::subtract);
    private static final Map<String, BinaryOperator<Object>> PRODUCTS = Map.of(
            "*", Operation::multiply,
            "/", Operation::divide,
            "//", Operation::divideWhole,
            "%", Operation::remainder);
    private static final Map<String, BinaryOperator<Object>> POWERS = Map.of("**", Operation::power);
    private static final Map<String, BinaryOperator<Object>> JOINS =
            Map.of("~", (left, right) -> Values.text(left) + Values.text(right));
    private static final Map<String, BiPredicate<Object, Object>> COMPARISONS = Map.of(
            "==", Operation::areEqual,
            "!=", (left, right) -> !Operation.areEqual(left, right),
            "<", (left, right) -> Operation.compare(left, right) < 0,
            "<=", (left, right) -> Operation.compare(left, right) <= 0,
            ">", (left, right) -> Operation.compare(left, right) > 0,
            ">=", (left, right) -> Operation.compare(left, right) >= 0);

    private final Tokens tokens;
    private final PrimaryParser primaries;
    private final FilterParser filters;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        this.primaries = new PrimaryParser(tokens, this);
        this.filters = new FilterParser(tokens, primaries);
    }

    /** One expression, or several with commas between, which are a list. */
    Expression list() {
        Expression first = expression();
        if (!tokens.peek().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (tokens.skip(",")) {
            if (tokens.peek().kind() == Token.Kind.CLOSE || tokens.peek().is(")")) {
                break;
            }
            items.add(expression());
        }
        return PrimaryParser.listOf(items);
    }

    Expression expression() {
        tokens.enter();
        Expression value = or();
        while (tokens.skipName("if")) {
            value = conditional(value, or());
        }
        tokens.leave();
        return value;
    }

    /** As {@link #expression}, where {@code if} begins something else. */
    Expression withoutCondition() {
        return or();
    }

    private Expression conditional(Expression value, Expression condition) {
        Expression otherwise =
                tokens.skipName("else") ? expression() : scope -> new Undefined("the else of a condition");
        return scope -> (Values.isTrue(condition.value(scope)) ? value : otherwise).value(scope);
    }

    private Expression or() {
        Expression value = and();
        while (tokens.skipName("or")) {
            Expression left = value;
            Expression right = and();
            value = scope -> {
                Object first = left.value(scope);
                return Values.isTrue(first) ? first : right.value(scope);
            };
        }
        return value;
    }

    private Expression and() {
        Expression value = not();
        while (tokens.skipName("and")) {
            Expression left = value;
            Expression right = not();
            value = scope -> {
                Object first = left.value(scope);
                return Values.isTrue(first) ? right.value(scope) : first;
            };
        }
        return value;
    }

    private Expression not() {
        if (!tokens.skipName("not")) {
            return comparison();
        }
        tokens.enter();
        Expression value = not();
        tokens.leave();
        return scope -> !Values.isTrue(value.value(scope));
    }

    /** One more part of a chain such as {@code 1 < a < 3}. */
    private record Comparison(BiPredicate<Object, Object> order, Expression right) {}

    private Expression comparison() {
        Expression first = sum();
        List<Comparison> chain = new ArrayList<>();
        for (Optional<BiPredicate<Object, Object>> order = order(); order.isPresent(); order = order()) {
            chain.add(new Comparison(order.get(), sum()));
        }
        return chain.isEmpty() ? first : scope -> holds(first, chain, scope);
    }

    private static boolean holds(Expression first, List<Comparison> chain, Scope scope) {
        Object left = first.value(scope);
        for (Comparison comparison : chain) {
            Object right = comparison.right().value(scope);
            if (!comparison.order().test(left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Optional<BiPredicate<Object, Object>> order() {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.containsKey(token.text())) {
            return Optional.ofNullable(COMPARISONS.get(tokens.take().text()));
        }
        if (tokens.skipName("in")) {
            return Optional.of((left, right) -> Operation.contains(right, left));
        }
        if (token.isName("not") && tokens.peekBehind().isName("in")) {
            tokens.take();
            tokens.take();
            return Optional.of((left, right) -> !Operation.contains(right, left));
        }
        return Optional.empty();
    }

    /** What reads the parts of an operation. */
    @FunctionalInterface
    private interface Part {

        Expression read();
    }

    private Expression sum() {
        return chain(SUMS, () -> chain(JOINS, () -> chain(PRODUCTS, () -> chain(POWERS, () -> unary(true)))));
    }

    private Expression chain(Map<String, BinaryOperator<Object>> operators, Part part) {
        Expression value = part.read();
        while (tokens.peek().kind() == Token.Kind.OPERATOR
                && operators.containsKey(tokens.peek().text())) {
            BinaryOperator<Object> operator =
                    java.util.Objects.requireNonNull(operators.get(tokens.take().text()));
            Expression left = value;
            Expression right = part.read();
            value = scope -> operator.apply(left.value(scope), right.value(scope));
        }
        return value;
    }

    private Expression unary(boolean withFilters) {
        Expression value;
        if (tokens.peek().is("-") || tokens.peek().is("+")) {
            tokens.enter();
            boolean minus = tokens.take().is("-");
            Expression number = unary(false);
            value = scope -> minus ? Operation.negate(number.value(scope)) : number.value(scope);
            tokens.leave();
        } else {
            value = primaries.primary();
        }
        value = primaries.behind(value);
        return withFilters ? filters.filtered(value) : value;
    }

    /** The filter whose bar has been read. */
    Expression filter(Expression value) {
        return filters.filter(value);
    }
}
