package dev.jformers.chat.template;

import dev.jformers.chat.template.Node.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads texts and tags. Not thread-safe. */
final class StatementParser {

    private final Tokens tokens;
    private final ExpressionParser expressions;
    private final BlockParser blocks;
    private int loops;

    StatementParser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens);
        this.blocks = new BlockParser(tokens, expressions, this);
    }

    Node template() {
        Node all = until(Set.of());
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.unexpected("the end of the template");
        }
        return all;
    }

    /** All up to one of the tags, whose name is taken; up to the end where there are none. */
    private Node until(Set<String> ends) {
        tokens.enter();
        List<Node> parts = new ArrayList<>();
        while (tokens.peek().kind() != Token.Kind.END) {
            Token token = tokens.take();
            if (token.kind() == Token.Kind.TEXT) {
                parts.add(text(token.text()));
            } else if (token.kind() == Token.Kind.OPEN_PRINT) {
                parts.add(print(token.line()));
            } else if (tokens.peek().kind() == Token.Kind.NAME
                    && ends.contains(tokens.peek().text())) {
                tokens.leave();
                return Node.of(parts);
            } else {
                parts.add(placed(statement(), token.line()));
            }
        }
        if (!ends.isEmpty()) {
            throw tokens.unexpected("one of the tags " + new java.util.TreeSet<>(ends));
        }
        tokens.leave();
        return Node.of(parts);
    }

    private static Node text(String text) {
        return (scope, output) -> {
            output.write(text);
            return Flow.ON;
        };
    }

    private Node print(int line) {
        Expression value = expressions.list();
        tokens.expectClose();
        return placed(
                (scope, output) -> {
                    output.write(Values.text(value.value(scope)));
                    return Flow.ON;
                },
                line);
    }

    private static Node placed(Node part, int line) {
        return (scope, output) -> {
            scope.run().at(line);
            return part.render(scope, output);
        };
    }

    private Node statement() {
        String name = tokens.expectName();
        return switch (name) {
            case "if" -> condition();
            case "for" -> loop();
            case "set" -> blocks.assignment();
            case "macro" -> macro();
            case "filter" -> blocks.filter();
            case "with" -> blocks.with();
            case "break" -> flow(Flow.BREAK);
            case "continue" -> flow(Flow.CONTINUE);
            case "generation" -> block("endgeneration");
            default -> throw new TemplateError("the tag \"" + name + "\" is not supported");
        };
    }

    /** The rest of a tag, and all up to the one that ends it. */
    Node block(String end) {
        tokens.expectClose();
        return ending(end);
    }

    private Node ending(String end) {
        Node body = until(Set.of(end));
        tokens.take();
        tokens.expectClose();
        return body;
    }

    private Node flow(Flow flow) {
        if (loops == 0) {
            throw new TemplateError("break and continue belong into a loop");
        }
        tokens.expectClose();
        return (scope, output) -> flow;
    }

    private Node condition() {
        Expression test = expressions.list();
        tokens.expectClose();
        Node then = until(Set.of("elif", "else", "endif"));
        Node otherwise = switch (tokens.expectName()) {
            case "elif" -> condition();
            case "else" -> block("endif");
            default -> {
                tokens.expectClose();
                yield Node.of(List.of());
            }
        };
        return (scope, output) -> (Values.isTrue(test.value(scope)) ? then : otherwise).render(scope, output);
    }

    private Node loop() {
        Target target = target();
        if (!tokens.skipName("in")) {
            throw tokens.unexpected("\"in\"");
        }
        Expression items = expressions.withoutCondition();
        Optional<Expression> filter = tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        tokens.expectClose();
        loops++;
        Node body = until(Set.of("else", "endfor"));
        loops--;
        Node otherwise = Node.of(List.of());
        if (tokens.expectName().equals("else")) {
            otherwise = block("endfor");
        } else {
            tokens.expectClose();
        }
        return new Loop(target, items, filter, body, otherwise);
    }

    Target target() {
        boolean bracket = tokens.skip("(");
        List<String> names = new ArrayList<>(List.of(tokens.expectName()));
        while (tokens.skip(",")) {
            names.add(tokens.expectName());
        }
        if (bracket) {
            tokens.expect(")");
        }
        return new Target(names);
    }

    /** A macro is not within the loops around it: they cannot be left from there. */
    private Node macro() {
        int around = loops;
        loops = 0;
        Node macro = blocks.macro();
        loops = around;
        return macro;
    }
}
