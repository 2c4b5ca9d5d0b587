package dev.jformers.training.rows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comma-separated values; empty lines are skipped. */
final class CsvRows implements RowReader {

    private static final String NEVER_CLOSED =
            "the quote that opens here never closes; add the closing quote, and write a quote"
                    + " inside a quoted text twice (\"\").";
    private static final String BROKEN =
            "the quoted text that opens here is broken (%s); close it right before a comma or the"
                    + " end of a line, and write a quote inside a quoted text twice (\"\").";

    private final Utf8Reader text;
    private final Table table;
    private final CsvRow row = new CsvRow();
    private @Nullable Iterator<CsvRow> rows;

    CsvRows(Utf8Reader text, @Nullable List<String> columns) {
        this.text = text;
        this.table = new Table(text.name(), columns, "put a text that holds a comma in quotes.");
    }

    @Override
    public @Nullable Row read() throws IOException {
        TableRow read = null;
        while (read == null && advance()) {
            read = table.row(row.fields(), new Place(text.name(), row.line()));
        }
        return read;
    }

    private boolean advance() throws IOException {
        try {
            if (rows == null) {
                rows = open();
            }
            if (!rows.hasNext()) {
                return false;
            }
            rows.next();
            return true;
        } catch (CsvParseException e) {
            if (e.getCause() instanceof InvalidInputException notUtf8) {
                throw notUtf8;
            }
            String rule = text.isExhausted() ? NEVER_CLOSED : BROKEN.formatted(reason(e));
            throw new Place(text.name(), row.lineOfNextField()).end(rule, e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The parser reads ahead when it is made; it holds nothing that must be closed but the text. */
    private Iterator<CsvRow> open() {
        return CsvReader.builder()
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(row, text)
                .iterator();
    }

    /** The parser's first sentence. */
    private static String reason(CsvParseException e) {
        return String.valueOf(e.getMessage()).replaceFirst("(?s)(\\. | \\(record ).*", "");
    }
}
