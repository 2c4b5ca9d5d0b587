package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.jformers.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180); the first row names the columns, empty lines are skipped. */
final class CsvRows implements RowReader {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Iterator<CsvRecord> records;
    private final String name;
    private @Nullable Columns columns;
    private long line = 1;

    private CsvRows(Iterator<CsvRecord> records, String name) {
        this.records = records;
        this.name = name;
    }

    static CsvRows open(InputStream stream, String name) throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder()));
        try {
            text.mark(1);
            if (text.read() != BYTE_ORDER_MARK) {
                text.reset();
            }
        } catch (CharacterCodingException e) {
            throw notUtf8(name + ", line 1", e);
        }
        return new CsvRows(
                CsvReader.builder()
                        .allowUnclosedQuote(false)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)
                        .iterator(),
                name);
    }

    @Override
    public @Nullable JsonObject read() throws IOException {
        CsvRecord row = next();
        if (row != null && columns == null) {
            columns = Columns.of(row.getFields(), place());
            row = next();
        }
        return row == null || columns == null ? null : columns.row(row.getFields(), place());
    }

    private @Nullable CsvRecord next() throws IOException {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord row = records.next();
            line = row.getStartingLineNumber();
            return row;
        } catch (CsvParseException e) {
            throw new InvalidInputException(
                    name + ", after line " + line + ": a quote that never closes, or text after a closing quote;"
                            + " write a quote inside a quoted text twice (\"\")",
                    e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notUtf8(name + ", after line " + line, e);
            }
            throw e.getCause();
        }
    }

    private static InvalidInputException notUtf8(String place, Exception cause) {
        return new InvalidInputException(place + ": not UTF-8; convert it, as with `iconv -t UTF-8`", cause);
    }

    @Override
    public String place() {
        return name + ", line " + line;
    }
}
