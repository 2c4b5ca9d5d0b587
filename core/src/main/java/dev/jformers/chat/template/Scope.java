package dev.jformers.chat.template;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables by name; a loop's turn and a macro have their own, and see those around them. Not thread-safe. */
final class Scope {

    private final @Nullable Scope outer;
    private final Run run;
    private final Map<String, Object> variables = new HashMap<>();

    private Scope(@Nullable Scope outer, Run run) {
        this.outer = outer;
        this.run = run;
    }

    Scope(Run run) {
        this(null, run);
    }

    Scope inner() {
        return new Scope(this, run);
    }

    Run run() {
        return run;
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.variables.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Undefined(name);
    }
}
