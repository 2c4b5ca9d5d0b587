package dev.jformers.chat.template;

import dev.jformers.chat.template.Node.Flow;
import java.util.ArrayList;
import java.util.List;

/** Reads the tags that name values, and those whose content becomes one. Not thread-safe. */
final class BlockParser {

    /** Names what a block has written; no variable of a template is called so. */
    private static final String WRITTEN = "(written)";

    private final Tokens tokens;
    private final ExpressionParser expressions;
    private final StatementParser statements;

    BlockParser(Tokens tokens, ExpressionParser expressions, StatementParser statements) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.statements = statements;
    }

    Node assignment() {
        if (tokens.peekBehind().is(".")) {
            return namespaceAssignment();
        }
        Target target = statements.target();
        if (tokens.skip("=")) {
            Expression value = expressions.list();
            tokens.expectClose();
            return (scope, output) -> {
                target.set(scope, value.value(scope));
                return Flow.ON;
            };
        }
        Expression value = filters();
        Node body = statements.block("endset");
        return (scope, output) -> {
            target.set(scope, filtered(value, body, scope, output));
            return Flow.ON;
        };
    }

    /** The filters of what a block writes. */
    private Expression filters() {
        Expression value = scope -> scope.get(WRITTEN);
        while (tokens.skip("|")) {
            value = expressions.filter(value);
        }
        return value;
    }

    private static Object filtered(Expression filters, Node body, Scope scope, Output output) {
        Scope inner = scope.inner();
        String written = Node.written(body, inner, output);
        inner.set(WRITTEN, written);
        return filters.value(inner);
    }

    private Node namespaceAssignment() {
        String name = tokens.expectName();
        tokens.expect(".");
        String attribute = tokens.expectName();
        tokens.expect("=");
        Expression value = expressions.list();
        tokens.expectClose();
        return (scope, output) -> {
            if (!(scope.get(name) instanceof Namespace namespace)) {
                throw new TemplateError(name + " is no namespace, so " + attribute + " cannot be set");
            }
            namespace.variables().put(attribute, value.value(scope));
            return Flow.ON;
        };
    }

    Node macro() {
        String name = tokens.expectName();
        List<Macro.Parameter> parameters = new ArrayList<>();
        tokens.expect("(");
        while (!tokens.peek().is(")")) {
            String parameter = tokens.expectName();
            parameters.add(new Macro.Parameter(
                    parameter, tokens.skip("=") ? expressions.expression() : scope -> new Undefined(parameter)));
            if (!tokens.skip(",")) {
                break;
            }
        }
        tokens.expect(")");
        return new Macro(name, parameters, statements.block("endmacro"));
    }

    Node with() {
        List<Target> targets = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (tokens.peek().kind() != Token.Kind.CLOSE) {
            targets.add(new Target(List.of(tokens.expectName())));
            tokens.expect("=");
            values.add(expressions.expression());
            if (!tokens.skip(",")) {
                break;
            }
        }
        Node body = statements.block("endwith");
        return (scope, output) -> {
            Scope inner = scope.inner();
            for (int i = 0; i < targets.size(); i++) {
                targets.get(i).set(inner, values.get(i).value(scope));
            }
            return body.render(inner, output);
        };
    }

    Node filter() {
        Expression value = expressions.filter(scope -> scope.get(WRITTEN));
        while (tokens.skip("|")) {
            value = expressions.filter(value);
        }
        Expression filters = value;
        Node body = statements.block("endfilter");
        return (scope, output) -> {
            output.write(Values.text(filtered(filters, body, scope, output)));
            return Flow.ON;
        };
    }
}
