package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A line of a data file that an error speaks of.
 *
 * @param line counted from 1
 */
record Place(Path file, long line) {

    private static final int LONGEST_VALUE = 60;
    private static final int LONGEST_LIST = 20;

    InvalidInputException error(String ruleAndRemedy) {
        return new InvalidInputException("%s, line %d: %s".formatted(file, line, ruleAndRemedy));
    }

    InvalidInputException error(String ruleAndRemedy, Throwable cause) {
        return new InvalidInputException("%s, line %d: %s".formatted(file, line, ruleAndRemedy), cause);
    }

    /** The value in quotes, on one line and of a length that a message bears. */
    static String quoted(String value) {
        String line = value.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_VALUE ? '"' + line + '"' : '"' + line.substring(0, LONGEST_VALUE) + "...\"";
    }

    /** The names one after the other, the first of them where they are many. */
    static String listed(Collection<String> names) {
        String shown = String.join(
                ", ", names.stream().limit(LONGEST_LIST).map(Place::quoted).toList());
        int more = names.size() - LONGEST_LIST;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    /** {@code ; did you mean "x"?}, or a full stop where no known name is near. */
    static String didYouMean(String value, Collection<String> known) {
        return NearMiss.of(value, known)
                .map(name -> "; did you mean " + quoted(name) + "?")
                .orElse(".");
    }
}
