package dev.jformers.chat.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a call is given. */
record Arguments(List<Object> positional, Map<String, Object> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /**
     * An argument by its place or its name.
     *
     * @param otherwise its value where it is not given
     */
    Object get(int place, String name, Object otherwise) {
        return place < positional.size() ? positional.get(place) : named.getOrDefault(name, otherwise);
    }

    /** An argument that must be there. */
    Object required(int place, String name) {
        Object value = get(place, name, new Undefined(name));
        if (value instanceof Undefined) {
            throw new TemplateError("the argument " + name + " is missing");
        }
        return value;
    }

    String text(int place, String name) {
        return Values.requireText(required(place, name), name);
    }

    boolean isSet(int place, String name, boolean otherwise) {
        return Values.isTrue(get(place, name, otherwise));
    }

    /** Those behind the first ones. */
    Arguments from(int place) {
        return new Arguments(positional.subList(Math.min(place, positional.size()), positional.size()), named);
    }

    /** Refuses what nobody asked for. */
    Arguments atMost(int count, Set<String> names) {
        if (positional.size() > count) {
            throw new TemplateError("takes at most " + count + " arguments but is given " + positional.size());
        }
        for (String name : named.keySet()) {
            if (!names.contains(name)) {
                throw new TemplateError("has no argument " + name);
            }
        }
        return this;
    }
}
