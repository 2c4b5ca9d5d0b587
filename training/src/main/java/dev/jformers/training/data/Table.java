package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds text and label in the rows of a file with columns; the first row names them unless the configuration does. */
final class Table {

    private static final int NO_COLUMN = -1;

    private final DataConfig config;
    private final RowSink sink;
    private final String remedy;
    private @Nullable List<String> names;
    private int textColumn = NO_COLUMN;
    private int labelColumn = NO_COLUMN;

    /**
     * @param remedy what to do about a row with too many or too few fields
     */
    Table(DataConfig config, RowSink sink, String remedy) {
        this.config = config;
        this.sink = sink;
        this.remedy = remedy;
        if (config.columns() != null) {
            nameColumns(config.columns(), config.path() + ", columns as configured");
        }
    }

    void add(List<String> row, Place place) {
        if (names == null) {
            nameColumns(row.stream().map(String::strip).toList(), place.file() + ", line " + place.line());
            return;
        }
        if (row.size() != names.size()) {
            throw place.error("the row has %d field%s, but there are %d columns (%s); %s"
                    .formatted(row.size(), row.size() == 1 ? "" : "s", names.size(), Place.listed(names), remedy));
        }
        String label = labelColumn == NO_COLUMN ? null : row.get(labelColumn);
        sink.add(row.get(textColumn), label, place.line());
    }

    private void nameColumns(List<String> columns, String where) {
        Set<String> seen = new HashSet<>();
        for (String name : columns) {
            if (!name.isEmpty() && !seen.add(name)) {
                throw new InvalidInputException(
                        "%s: the column name %s stands there twice; give each column its own name."
                                .formatted(where, Place.quoted(name)));
            }
        }
        textColumn = find("text_column", config.textColumn(), columns, where);
        if (config.labelColumn() != null) {
            labelColumn = find("label_column", config.labelColumn(), columns, where);
        }
        names = columns;
    }

    private int find(String key, String wanted, List<String> columns, String where) {
        int index = columns.indexOf(wanted);
        if (index == NO_COLUMN) {
            throw new InvalidInputException("%s: %s is %s, but the columns are %s%s Set %s to one of them%s."
                    .formatted(
                            where,
                            key,
                            Place.quoted(wanted),
                            Place.listed(columns),
                            Place.didYouMean(wanted, columns),
                            key,
                            config.columns() == null
                                    ? ", or, if the file has no header line, name its columns in columns"
                                    : ""));
        }
        return index;
    }
}
