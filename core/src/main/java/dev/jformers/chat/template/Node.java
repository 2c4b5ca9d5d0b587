package dev.jformers.chat.template;

import java.util.List;

/** A part of a template that is rendered. */
@FunctionalInterface
interface Node {

    /** How it goes on behind a part. */
    enum Flow {
        ON,
        CONTINUE,
        BREAK
    }

    Flow render(Scope scope, Output output);

    /** Parts one after the other, up to one that ends a loop's turn. */
    static Node of(List<Node> parts) {
        List<Node> all = List.copyOf(parts);
        return (scope, output) -> {
            Flow flow = Flow.ON;
            for (int i = 0; i < all.size() && flow == Flow.ON; i++) {
                flow = all.get(i).render(scope, output);
            }
            return flow;
        };
    }

    /** What a part writes, instead of writing it. */
    static String written(Node part, Scope scope, Output output) {
        Output inner = output.empty();
        part.render(scope, inner);
        return inner.text();
    }
}
