package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands behind a dot or in brackets. */
final class Lookup {

    private Lookup() {}

    /** {@code value.name}: a method before an entry. */
    static Object attribute(Object value, String name) {
        requireThere(value, name);
        return method(value, name).orElseGet(() -> entry(value, name));
    }

    /** {@code value[key]}: an entry before a method. */
    static Object item(Object value, Object key) {
        requireThere(value, key);
        Object found = entry(value, key);
        return found instanceof Undefined && key instanceof String name
                ? method(value, name).orElse(found)
                : found;
    }

    private static void requireThere(Object value, Object key) {
        if (value instanceof Undefined undefined) {
            throw new TemplateError(undefined.hint() + " is not there, so it has no " + Values.text(key));
        }
    }

    private static Object entry(Object value, Object key) {
        Optional<Object> found = Optional.empty();
        if (value instanceof Map<?, ?> map) {
            found = Optional.ofNullable(map.get(key));
        } else if (value instanceof Namespace namespace && key instanceof String name) {
            found = Optional.ofNullable(namespace.variables().get(name));
        } else if (value instanceof LoopState loop && key instanceof String name) {
            found = loop.get(name);
        } else if ((value instanceof List || value instanceof String) && key instanceof Long index) {
            found = at(Values.items(value), index);
        }
        return found.orElseGet(() -> new Undefined(Values.text(key)));
    }

    /** Counted from the end where the index is negative. */
    private static Optional<Object> at(List<Object> items, long index) {
        long place = index < 0 ? index + items.size() : index;
        return place >= 0 && place < items.size() ? Optional.of(items.get((int) place)) : Optional.empty();
    }

    private static Optional<Object> method(Object value, String name) {
        if (value instanceof String text) {
            return TextMethods.find(text, name).map(Object.class::cast);
        }
        if (value instanceof Map<?, ?> map) {
            return CollectionMethods.find(map, name).map(Object.class::cast);
        }
        if (value instanceof List<?> list) {
            return CollectionMethods.find(list, name).map(Object.class::cast);
        }
        return Optional.empty();
    }

    /** {@code value[from:to:step]}, as Python cuts; a bound that is left out is {@link None}. */
    static Object slice(Object value, Object from, Object to, Object step) {
        requireThere(value, "parts");
        if (!(value instanceof List || value instanceof String)) {
            throw new TemplateError("a " + Values.typeName(value) + " has no parts");
        }
        List<Object> items = Values.items(value);
        int stride = number(step, 1);
        if (stride == 0) {
            throw new TemplateError("the step of a slice must not be 0");
        }
        int length = items.size();
        int low = stride > 0 ? 0 : -1;
        int high = stride > 0 ? length : length - 1;
        int start = bound(from, stride > 0 ? low : high, length, low, high);
        int end = bound(to, stride > 0 ? high : low, length, low, high);
        List<Object> parts = new ArrayList<>();
        for (long i = start; stride > 0 ? i < end : i > end; i += stride) {
            parts.add(items.get((int) i));
        }
        return value instanceof String
                ? String.join("", parts.stream().map(Values::text).toList())
                : parts;
    }

    private static int bound(Object value, int otherwise, int length, int low, int high) {
        if (isLeftOut(value)) {
            return otherwise;
        }
        int given = Values.requireInt(value, "the bound of a slice");
        return Math.max(low, Math.min(high, given < 0 ? given + length : given));
    }

    private static int number(Object value, int otherwise) {
        return isLeftOut(value) ? otherwise : Values.requireInt(value, "the step of a slice");
    }

    private static boolean isLeftOut(Object value) {
        return value == None.NONE;
    }
}
