package dev.jformers.chat.template;

import java.util.List;

/** The names that a value is given to; several share its items. */
record Target(List<String> names) {

    Target {
        names = List.copyOf(names);
    }

    void set(Scope scope, Object value) {
        if (names.size() == 1) {
            scope.set(names.get(0), value);
            return;
        }
        List<Object> items = Values.items(value);
        if (items.size() != names.size()) {
            throw new TemplateError(items.size() + " values cannot be given to " + names.size() + " names");
        }
        for (int i = 0; i < items.size(); i++) {
            scope.set(names.get(i), items.get(i));
        }
    }
}
