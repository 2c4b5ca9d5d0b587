package dev.jformers.training.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {

    @TempDir
    Path folder;

    @Test
    void aRowHasAllColumnsInTheOrderOfTheFile() throws IOException {
        assertEquals(List.of("{\"id\":\"1\",\"text\":\"a\",\"\":\"x\"}"), values("a.csv", "id, text,\n1,a,x\n"));
        assertEquals(List.of("{\"b\":\"1\",\"a\":\"\\\"\"}"), values("a.tsv", "b\ta\n1\t\"\n"));
        assertEquals(
                List.of("{\"n\":1.50,\"x\":{\"y\":[null]}}"),
                values("a.jsonl", "{\"n\": 1.50, \"x\": {\"y\": [null]}}\n"));
        assertEquals(List.of("{\"text\":\"one\"}", "{\"text\":\" two\"}"), values("a.txt", "\uFEFFone\r\n\n two"));
    }

    @Test
    void twoColumnsWithoutANameAreReportedWhereAllAreWanted() {
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> values("a.csv", "text,,\na,b,c\n"));
        assertEquals(folder.resolve("a.csv") + ", line 1: two columns have no name; name them.", refused.getMessage());
    }

    @Test
    void rowsAreReadOneByOneAndTheProgressIsKnown() throws IOException {
        Path file = Files.writeString(folder.resolve("big.csv"), "text\n" + "a text\n".repeat(200_000));
        try (RowFile rows = RowFile.open(file, DataFormat.CSV, null)) {
            Row first = rows.read();
            assertNotNull(first);
            assertEquals(new Place(file.toString(), 2), first.place());
            assertTrue(rows.progress() < 0.5, "read at the first row: " + rows.progress());
            while (rows.read() != null) {}
            assertEquals(1, rows.progress());
            assertNull(rows.read());
        }
    }

    @Test
    void lineWithoutEndIsReportedBeforeItFillsTheMemory() {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> values("a.txt", "a\n" + "x".repeat(LineReader.LONGEST_LINE + (1 << 17))));
        assertEquals(
                folder.resolve("a.txt")
                        + ", line 2: the line is longer than 16777216 characters; write one example a line.",
                refused.getMessage());
    }

    @Test
    void anInterruptionIsNoTroubleWithTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "a\n");
        try (RowFile rows = RowFile.open(file, DataFormat.TEXT, null)) {
            Thread.currentThread().interrupt();
            assertThrows(ClosedByInterruptException.class, rows::read);
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void linesOfAStreamAreReadyWhileThereAreSome() throws IOException {
        TextLines lines = TextLines.of(new ByteArrayInputStream("a\n\nb".getBytes(StandardCharsets.UTF_8)), "input");
        assertTrue(lines.ready());
        assertEquals("{\"text\":\"a\"}", text(lines.read()));
        assertTrue(lines.ready());
        assertEquals("{\"text\":\"b\"}", text(lines.read()));
        assertFalse(lines.ready());
        assertNull(lines.read());
    }

    private List<String> values(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        List<String> values = new ArrayList<>();
        try (RowFile rows = RowFile.open(file, DataFormat.of(file, ""), null)) {
            for (Row row = rows.read(); row != null; row = rows.read()) {
                values.add(text(row));
            }
        }
        return values;
    }

    private static String text(@Nullable Row row) {
        assertNotNull(row);
        JsonObject values = row.values();
        return values.toString();
    }
}
