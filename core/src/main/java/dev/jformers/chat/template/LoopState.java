package dev.jformers.chat.template;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The variable {@code loop}.
 *
 * @param items all of them
 * @param index of the one whose turn it is, from 0
 * @param depth 1 for a loop that is in no other
 */
record LoopState(List<Object> items, int index, int depth) {

    Optional<Object> get(String name) {
        return Optional.ofNullable(value(name));
    }

    private @Nullable Object value(String name) {
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> (long) items.size() - index;
            case "revindex0" -> items.size() - index - 1L;
            case "first" -> index == 0;
            case "last" -> index == items.size() - 1;
            case "length" -> (long) items.size();
            case "depth" -> (long) depth;
            case "depth0" -> depth - 1L;
            case "previtem" -> index > 0 ? items.get(index - 1) : null;
            case "nextitem" -> index + 1 < items.size() ? items.get(index + 1) : null;
            case "cycle" -> (Callable) this::cycle;
            default -> null;
        };
    }

    private Object cycle(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            throw new TemplateError("cycle needs values");
        }
        return arguments.positional().get(index % arguments.positional().size());
    }
}
