package dev.jformers.training.rows;

import dev.jformers.InvalidInputException;
import java.util.Collection;

/**
 * A line of a file or a stream that an error speaks of.
 *
 * @param source the file, as messages call it
 * @param line counted from 1
 */
public record Place(String source, long line) {

    private static final int LONGEST_VALUE = 60;
    private static final int LONGEST_LIST = 20;

    /** An error of the row that begins here: which value, which rule, what to do. */
    public RowException error(String ruleAndRemedy) {
        return new RowException(this + ": " + ruleAndRemedy);
    }

    RowException error(String ruleAndRemedy, Throwable cause) {
        return new RowException(this + ": " + ruleAndRemedy, cause);
    }

    /** An error behind which nothing can be read. */
    public InvalidInputException end(String ruleAndRemedy) {
        return new InvalidInputException(this + ": " + ruleAndRemedy);
    }

    InvalidInputException end(String ruleAndRemedy, Throwable cause) {
        return new InvalidInputException(this + ": " + ruleAndRemedy, cause);
    }

    /** The value in quotes, on one line and of a length that a message bears. */
    public static String quoted(String value) {
        String line = value.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_VALUE ? '"' + line + '"' : '"' + line.substring(0, LONGEST_VALUE) + "...\"";
    }

    /** The names one after the other, the first of them where they are many. */
    public static String listed(Collection<String> names) {
        String shown = String.join(
                ", ", names.stream().limit(LONGEST_LIST).map(Place::quoted).toList());
        int more = names.size() - LONGEST_LIST;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    /** {@code train.csv, line 3}. */
    @Override
    public String toString() {
        return source + ", line " + line;
    }
}
