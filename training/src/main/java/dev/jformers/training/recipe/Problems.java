package dev.jformers.training.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects problems while a recipe is read. Not thread-safe. */
final class Problems {

    private static final Comparator<Found> FILE_ORDER = Comparator.<Found>comparingInt(found ->
                    found.at().line() == 0 ? Integer.MAX_VALUE : found.at().line())
            .thenComparingInt(found -> found.at().column());

    private final List<Found> found = new ArrayList<>();

    void add(Location at, String key, String message) {
        found.add(new Found(at, new Problem(at.source(), at.line(), printable(key), printable(message))));
    }

    /** What a file brings along may not break the line, nor steer the terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** The keys at fault, each as the path that it was reported with. */
    Set<String> keys() {
        return found.stream().map(found -> found.problem().key()).collect(Collectors.toSet());
    }

    /**
     * @throws RecipeException if there are any
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw exception();
        }
    }

    RecipeException exception() {
        return new RecipeException(
                found.stream().sorted(FILE_ORDER).map(Found::problem).toList());
    }

    private record Found(Location at, Problem problem) {}
}
