package dev.jformers.training.recipe;

import dev.jformers.NearMiss;
import java.util.Collection;

/** The end of a message about a name that is not known. */
final class Hint {

    private Hint() {}

    /** Returns {@code ; did you mean NAME?} where one of the names is near the one given, else the empty string. */
    static String nearMiss(String given, Collection<String> names) {
        return NearMiss.of(given, names)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /** Returns the same, or {@code ; REMEDY} where no name is near. */
    static String nearMissOr(String given, Collection<String> names, String remedy) {
        String nearMiss = nearMiss(given, names);
        return nearMiss.isEmpty() ? "; " + remedy : nearMiss;
    }
}
