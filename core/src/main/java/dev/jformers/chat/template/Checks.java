package dev.jformers.chat.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** What may stand behind {@code is}. */
final class Checks {

    /** Whether something holds of a value. */
    @FunctionalInterface
    interface Check {

        boolean holds(Object value, Arguments given);
    }

    private static final Map<String, Check> CHECKS = checks();

    private Checks() {}

    static Check named(String name) {
        return Optional.ofNullable(CHECKS.get(name))
                .orElseThrow(() -> new TemplateError("the test \"" + name + "\" is not supported"));
    }

    private static Map<String, Check> checks() {
        Map<String, Check> checks = new LinkedHashMap<>();
        addKinds(checks);
        addComparisons(checks);
        checks.put("in", (value, given) -> Operation.contains(given.required(0, "seq"), value));
        checks.put("odd", (value, given) -> remainder(value, 2) == 1);
        checks.put("even", (value, given) -> remainder(value, 2) == 0);
        checks.put(
                "divisibleby",
                (value, given) -> remainder(value, Values.requireInt(given.required(0, "num"), "num")) == 0);
        checks.put(
                "lower",
                (value, given) -> Values.text(value).equals(Values.text(value).toLowerCase(Locale.ROOT)));
        checks.put(
                "upper",
                (value, given) -> Values.text(value).equals(Values.text(value).toUpperCase(Locale.ROOT)));
        checks.put("filter", (value, given) -> Filters.isKnown(Values.text(value)));
        checks.put("test", (value, given) -> CHECKS.containsKey(Values.text(value)));
        return Map.copyOf(checks);
    }

    private static void addKinds(Map<String, Check> checks) {
        kind(checks, "defined", value -> !(value instanceof Undefined));
        kind(checks, "undefined", value -> value instanceof Undefined);
        kind(checks, "none", value -> value instanceof None);
        kind(checks, "boolean", value -> value instanceof Boolean);
        kind(checks, "true", value -> value.equals(true));
        kind(checks, "false", value -> value.equals(false));
        kind(checks, "integer", value -> value instanceof Long);
        kind(checks, "float", value -> value instanceof Double);
        kind(checks, "number", value -> value instanceof Number || value instanceof Boolean);
        kind(checks, "string", value -> value instanceof String);
        kind(checks, "mapping", value -> value instanceof Map);
        kind(checks, "sequence", Checks::isIterable);
        kind(checks, "iterable", Checks::isIterable);
        kind(checks, "callable", value -> value instanceof Callable);
    }

    private static boolean isIterable(Object value) {
        return value instanceof List || value instanceof Map || value instanceof String || value instanceof Undefined;
    }

    private static void kind(Map<String, Check> checks, String name, Predicate<Object> kind) {
        checks.put(name, (value, given) -> kind.test(value));
    }

    private static void addComparisons(Map<String, Check> checks) {
        for (String name : List.of("eq", "equalto", "sameas")) {
            checks.put(name, (value, given) -> Operation.areEqual(value, given.required(0, "other")));
        }
        checks.put("ne", (value, given) -> !Operation.areEqual(value, given.required(0, "other")));
        comparison(checks, List.of("lt", "lessthan"), order -> order < 0);
        comparison(checks, List.of("le"), order -> order <= 0);
        comparison(checks, List.of("gt", "greaterthan"), order -> order > 0);
        comparison(checks, List.of("ge"), order -> order >= 0);
    }

    private static void comparison(Map<String, Check> checks, List<String> names, IntPredicate order) {
        names.forEach(name ->
                checks.put(name, (value, given) -> order.test(Operation.compare(value, given.required(0, "other")))));
    }

    private static long remainder(Object value, long divisor) {
        if (value instanceof Long number && divisor != 0) {
            return Math.floorMod(number, divisor);
        }
        throw new TemplateError("a whole number is needed but this is a " + Values.typeName(value));
    }
}
