package dev.jformers.chat.template;

import dev.jformers.chat.template.Filters.Filter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Filters of lists and mappings. */
final class ListFilters {

    private ListFilters() {}

    static void addTo(Map<String, Filter> filters) {
        filters.put("list", (value, given) -> Values.items(value));
        filters.put("first", (value, given) -> end(Values.items(value), 0));
        filters.put(
                "last",
                (value, given) -> end(Values.items(value), Values.items(value).size() - 1));
        filters.put("join", ListFilters::join);
        filters.put("reverse", ListFilters::reverse);
        filters.put("sort", ListFilters::sort);
        filters.put("unique", ListFilters::unique);
        filters.put("items", ListFilters::items);
        filters.put("dictsort", ListFilters::sortByKey);
        filters.put("map", ListFilters::map);
        filters.put("select", (value, given) -> chosen(value, given, false, true));
        filters.put("reject", (value, given) -> chosen(value, given, false, false));
        filters.put("selectattr", (value, given) -> chosen(value, given, true, true));
        filters.put("rejectattr", (value, given) -> chosen(value, given, true, false));
        filters.put(
                "sum",
                (value, given) ->
                        attributes(value, given, 0).stream().reduce(given.get(1, "start", 0L), Operation::add));
        filters.put("max", (value, given) -> extreme(value, given, 1));
        filters.put("min", (value, given) -> extreme(value, given, -1));
    }

    private static Object end(List<Object> items, int place) {
        return items.isEmpty() ? new Undefined("an item of an empty list") : items.get(place);
    }

    private static Object join(Object value, Arguments given) {
        String between = Values.text(given.get(0, "d", ""));
        return String.join(
                between, attributes(value, given, 1).stream().map(Values::text).toList());
    }

    private static Object reverse(Object value, Arguments given) {
        return Lookup.slice(value instanceof Map ? Values.items(value) : value, None.NONE, None.NONE, -1L);
    }

    private static Object sort(Object value, Arguments given) {
        boolean sensitive = given.isSet(1, "case_sensitive", false);
        Object attribute = given.get(2, "attribute", None.NONE);
        Comparator<Object> order = (one, other) -> Operation.compare(
                key(attributeOf(one, attribute), sensitive), key(attributeOf(other, attribute), sensitive));
        List<Object> sorted = new ArrayList<>(Values.items(value));
        sorted.sort(given.isSet(0, "reverse", false) ? order.reversed() : order);
        return sorted;
    }

    private static Object key(Object value, boolean sensitive) {
        return value instanceof String text && !sensitive ? text.toLowerCase(Locale.ROOT) : value;
    }

    private static Object unique(Object value, Arguments given) {
        boolean sensitive = given.isSet(0, "case_sensitive", false);
        Object attribute = given.get(1, "attribute", None.NONE);
        List<Object> seen = new ArrayList<>();
        List<Object> unique = new ArrayList<>();
        for (Object item : Values.items(value)) {
            Object key = key(attributeOf(item, attribute), sensitive);
            if (!Operation.contains(seen, key)) {
                seen.add(key);
                unique.add(item);
            }
        }
        return unique;
    }

    private static Object items(Object value, Arguments given) {
        if (value instanceof Undefined) {
            return List.of();
        }
        return CollectionMethods.items(requireMap(value));
    }

    private static Object sortByKey(Object value, Arguments given) {
        boolean sensitive = given.isSet(0, "case_sensitive", false);
        long place = Values.text(given.get(1, "by", "key")).equals("value") ? 1 : 0;
        Comparator<Object> order = (one, other) ->
                Operation.compare(key(Lookup.item(one, place), sensitive), key(Lookup.item(other, place), sensitive));
        List<Object> sorted = CollectionMethods.items(requireMap(value));
        sorted.sort(given.isSet(2, "reverse", false) ? order.reversed() : order);
        return sorted;
    }

    private static Map<?, ?> requireMap(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new TemplateError("a mapping is needed but this is a " + Values.typeName(value));
    }

    private static Object map(Object value, Arguments given) {
        if (given.positional().isEmpty()) {
            Object otherwise = given.get(1, "default", None.NONE);
            return Values.items(value).stream()
                    .map(item -> attributeOf(item, given.required(1, "attribute")))
                    .map(found ->
                            found instanceof Undefined && given.named().containsKey("default") ? otherwise : found)
                    .toList();
        }
        Filter filter = Filters.named(given.text(0, "filter"));
        return Values.items(value).stream()
                .map(item -> filter.apply(item, given.from(1)))
                .toList();
    }

    private static Object chosen(Object value, Arguments given, boolean byAttribute, boolean wanted) {
        int next = byAttribute ? 1 : 0;
        Function<Object, Object> subject =
                byAttribute ? item -> attributeOf(item, given.required(0, "attribute")) : Function.identity();
        Checks.Check check = given.positional().size() > next
                ? Checks.named(given.text(next, "test"))
                : (item, arguments) -> Values.isTrue(item);
        return Values.items(value).stream()
                .filter(item -> check.holds(subject.apply(item), given.from(next + 1)) == wanted)
                .toList();
    }

    private static Object extreme(Object value, Arguments given, int sign) {
        boolean sensitive = given.isSet(0, "case_sensitive", false);
        Object attribute = given.get(1, "attribute", None.NONE);
        Comparator<Object> order = (one, other) -> sign
                * Operation.compare(
                        key(attributeOf(one, attribute), sensitive), key(attributeOf(other, attribute), sensitive));
        List<Object> items = Values.items(value);
        return items.isEmpty() ? end(items, 0) : Collections.max(items, order);
    }

    private static List<Object> attributes(Object value, Arguments given, int place) {
        Object attribute = given.get(place, "attribute", None.NONE);
        return Values.items(value).stream()
                .map(item -> attributeOf(item, attribute))
                .toList();
    }

    /** By a name, by names with dots between, or by a place. */
    private static Object attributeOf(Object item, Object attribute) {
        if (!(attribute instanceof String names)) {
            return attribute == None.NONE ? item : Lookup.item(item, attribute);
        }
        Object found = item;
        for (String name : names.split("\\.", -1)) {
            found = Lookup.item(found, name.matches("[0-9]{1,9}") ? (Object) Long.valueOf(name) : name);
        }
        return found;
    }
}
