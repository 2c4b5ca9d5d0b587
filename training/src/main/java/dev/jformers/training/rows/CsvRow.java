package dev.jformers.training.rows;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.List;

/** The row that is being read; one object serves all rows, and after an error it tells how far the row had come. */
final class CsvRow extends CsvCallbackHandler<CsvRow> {

    private final List<String> fields = new ArrayList<>();
    private RecordType type = RecordType.DATA;
    private long line;

    /** Valid until the next row is read. */
    List<String> fields() {
        return fields;
    }

    /** Where the row starts, counted from 1. */
    long line() {
        return line;
    }

    /** Where the field starts that comes after those that were read. */
    long lineOfNextField() {
        return line
                + fields.stream()
                        .mapToLong(field -> field.chars().filter(c -> c == '\n').count())
                        .sum();
    }

    @Override
    protected RecordType getRecordType() {
        return type;
    }

    @Override
    protected int getFieldCount() {
        return fields.size();
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = startingLineNumber;
        type = RecordType.DATA;
        fields.clear();
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        fields.add(new String(buffer, offset, length));
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        throw new IllegalStateException("no comment character is set");
    }

    @Override
    protected void setEmpty() {
        type = RecordType.EMPTY;
    }

    @Override
    protected CsvRow buildRecord() {
        return this;
    }
}
