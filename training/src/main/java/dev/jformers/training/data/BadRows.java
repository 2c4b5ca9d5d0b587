package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import dev.jformers.training.rows.RowException;
import java.util.ArrayList;
import java.util.List;

/** Collects the rows of a file that break a rule, so that all are said at once; the first of them where they are many. */
final class BadRows {

    private static final int SHOWN = 20;

    private final List<InvalidInputException> first = new ArrayList<>();
    private long count;

    /** Does what is to be done with a row, and keeps the problem if there is one. */
    void unlessBad(Runnable withRow) {
        try {
            withRow.run();
        } catch (RowException e) {
            add(e);
        }
    }

    void add(RowException bad) {
        if (first.size() < SHOWN) {
            first.add(bad);
        }
        count++;
    }

    /**
     * @throws InvalidInputException if a row is bad
     */
    void throwIfAny() {
        if (count == 1) {
            throw first.get(0);
        }
        if (count > 1) {
            throw new InvalidInputException("%,d rows are bad:%s".formatted(count, lines()));
        }
    }

    /** What to throw where the file cannot be read to its end. */
    InvalidInputException before(InvalidInputException end) {
        return count == 0
                ? end
                : new InvalidInputException(
                        "%s%n  and before that %,d row%s bad:%s"
                                .formatted(end.getMessage(), count, count == 1 ? " is" : "s are", lines()),
                        end);
    }

    private String lines() {
        StringBuilder lines = new StringBuilder();
        first.forEach(bad -> lines.append("\n  ").append(bad.getMessage()));
        if (count > first.size()) {
            lines.append("\n  and %,d more".formatted(count - first.size()));
        }
        return lines.toString();
    }
}
