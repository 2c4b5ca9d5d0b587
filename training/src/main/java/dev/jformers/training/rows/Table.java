package dev.jformers.training.rows;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the fields of a file's rows under the names of its columns; the first row has the names unless they are given. */
final class Table {

    private final String remedy;
    private @Nullable Header header;

    /**
     * @param file what messages call the file
     * @param columns the names where the file does not have them
     * @param remedy what to do about a row with too many or too few fields
     */
    Table(String file, @Nullable List<String> columns, String remedy) {
        this.remedy = remedy;
        this.header = columns == null ? null : new Header(columns, file + ", columns as configured");
    }

    /** The row that has these fields; null where they are the names. */
    @Nullable
    TableRow row(List<String> fields, Place place) {
        if (header == null) {
            header = new Header(fields.stream().map(String::strip).toList(), place.toString());
            return null;
        }
        int columns = header.names().size();
        if (fields.size() != columns) {
            throw place.error("the row has %d field%s, but there are %d columns (%s); %s"
                    .formatted(
                            fields.size(),
                            fields.size() == 1 ? "" : "s",
                            columns,
                            Place.listed(header.names()),
                            remedy));
        }
        return new TableRow(header, fields, place);
    }
}
