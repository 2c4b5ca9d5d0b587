package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.PrintWriter;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Adds answers to rows. Where the input has a column of that name, as a test set has its labels, the answer steps aside. */
final class AnswerColumns {

    private static final String PREFIX = "predicted_";

    private final PrintWriter errors;
    private @Nullable String prefix;

    AnswerColumns(PrintWriter errors) {
        this.errors = errors;
    }

    /** Returns a new row: the columns, then the answer's. */
    JsonObject add(JsonObject columns, JsonObject answer) {
        boolean first = prefix == null;
        if (prefix == null) {
            prefix = Collections.disjoint(columns.keySet(), answer.keySet()) ? "" : PREFIX;
        }
        JsonObject row = columns.deepCopy();
        answer.asMap().forEach((name, value) -> {
            String free = prefix + name;
            if (row.has(free)) {
                throw new InvalidInputException("a row has a column " + free + " already; rename it in the input");
            }
            row.add(free, value);
        });
        if (first && !prefix.isEmpty()) {
            errors.println("The input has a column of such a name already; the answers are in " + PREFIX
                    + String.join(", " + PREFIX, answer.keySet()) + ".");
        }
        return row;
    }
}
