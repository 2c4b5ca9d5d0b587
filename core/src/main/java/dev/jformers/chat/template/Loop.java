package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code for}; each turn has variables of its own.
 *
 * @param filter which items have a turn
 * @param otherwise rendered where none has
 */
record Loop(Target target, Expression items, Optional<Expression> filter, Node body, Node otherwise) implements Node {

    @Override
    public Flow render(Scope scope, Output output) {
        List<Object> chosen = chosen(scope);
        if (chosen.isEmpty()) {
            return otherwise.render(scope, output);
        }
        int depth = scope.get("loop") instanceof LoopState outer ? outer.depth() + 1 : 1;
        for (int i = 0; i < chosen.size(); i++) {
            Scope turn = scope.inner();
            turn.set("loop", new LoopState(chosen, i, depth));
            target.set(turn, chosen.get(i));
            if (body.render(turn, output) == Flow.BREAK) {
                break;
            }
        }
        return Flow.ON;
    }

    private List<Object> chosen(Scope scope) {
        List<Object> all = Values.items(items.value(scope));
        if (filter.isEmpty()) {
            return all;
        }
        List<Object> chosen = new ArrayList<>();
        for (Object item : all) {
            Scope turn = scope.inner();
            target.set(turn, item);
            if (Values.isTrue(filter.get().value(turn))) {
                chosen.add(item);
            }
        }
        return chosen;
    }
}
