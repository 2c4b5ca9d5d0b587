package dev.jformers.training.recipe;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that was meant. */
final class NearMiss {

    private NearMiss() {}

    /** Returns {@code ; did you mean NAME?} where one of the names is close to the one given, else the empty string. */
    static String hint(String given, Collection<String> names) {
        int tolerated = Math.max(1, given.length() / 3);
        return names.stream()
                .filter(name -> Math.abs(name.length() - given.length()) <= tolerated)
                .filter(name -> distance(given, name) <= tolerated)
                .min(Comparator.comparingInt(name -> distance(given, name)))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** Returns the same, or {@code ; REMEDY} where no name is close. */
    static String hintOr(String given, Collection<String> names, String remedy) {
        String hint = hint(given, names);
        return hint.isEmpty() ? "; " + remedy : hint;
    }

    /** Levenshtein's distance. */
    private static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int change = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
                int insertOrDelete = Math.min(above[column], current[column - 1]) + 1;
                current[column] = Math.min(insertOrDelete, above[column - 1] + change);
            }
            above = current;
        }
        return above[right.length()];
    }
}
