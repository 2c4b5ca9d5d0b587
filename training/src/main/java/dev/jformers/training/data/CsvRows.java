package dev.jformers.training.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Comma-separated values; empty lines are skipped. */
final class CsvRows {

    private static final String NEVER_CLOSED =
            "the quote that opens here never closes; add the closing quote, and write a quote"
                    + " inside a quoted text twice (\"\").";
    private static final String BROKEN =
            "the quoted text that opens here is broken (%s); close it right before a comma or the"
                    + " end of a line, and write a quote inside a quoted text twice (\"\").";

    private CsvRows() {}

    static void read(Utf8Reader text, DataConfig config, RowSink sink) throws IOException {
        Table table = new Table(config, sink, "put a text that holds a comma in quotes.");
        CsvRow row = new CsvRow();
        try (CsvReader<CsvRow> rows = CsvReader.builder()
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(row, text)) {
            rows.forEach(read -> table.add(read.fields(), new Place(config.path(), read.line())));
        } catch (CsvParseException e) {
            String rule = text.isExhausted() ? NEVER_CLOSED : BROKEN.formatted(reason(e));
            throw new Place(config.path(), row.lineOfNextField()).error(rule, e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The parser's first sentence. */
    private static String reason(CsvParseException e) {
        return String.valueOf(e.getMessage()).replaceFirst("(?s)(\\. | \\(record ).*", "");
    }
}
