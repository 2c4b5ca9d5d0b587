package dev.jformers.chat.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The methods of Python's lists and dicts that change nothing; templates may call no others. */
final class CollectionMethods {

    private CollectionMethods() {}

    static Optional<Callable> find(Map<?, ?> map, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "get" -> given -> get(map, given);
                    case "items" -> given -> items(map);
                    case "keys" -> given -> new ArrayList<Object>(map.keySet());
                    case "values" -> given -> new ArrayList<Object>(map.values());
                    case "copy" -> given -> map;
                    default -> null;
                });
    }

    static Optional<Callable> find(List<?> list, String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "count" -> given -> count(list, given.required(0, "value"));
                    case "index" -> given -> index(list, given.required(0, "value"));
                    case "copy" -> given -> list;
                    case "append", "insert", "extend", "pop", "remove", "clear", "sort", "reverse" ->
                        given -> {
                            throw new TemplateError("a list must not be changed by " + name);
                        };
                    default -> null;
                });
    }

    private static Object get(Map<?, ?> map, Arguments given) {
        Object value = map.get(given.required(0, "key"));
        return value == null ? given.get(1, "default", None.NONE) : value;
    }

    static List<Object> items(Map<?, ?> map) {
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(List.of(key, value)));
        return items;
    }

    private static Long count(List<?> list, Object value) {
        return list.stream().filter(item -> Operation.areEqual(item, value)).count();
    }

    private static Long index(List<?> list, Object value) {
        for (int i = 0; i < list.size(); i++) {
            if (Operation.areEqual(list.get(i), value)) {
                return (long) i;
            }
        }
        throw new TemplateError(Values.text(value) + " is not in the list");
    }
}
