package dev.jformers.training.data;

import static dev.jformers.training.data.DataFiles.assertRefused;
import static dev.jformers.training.data.DataFiles.labelled;
import static dev.jformers.training.data.DataFiles.read;
import static dev.jformers.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("train.csv");
    }

    @Test
    void quotesCommasLineBreaksAndLinesAreRead() throws IOException {
        write(
                file,
                "id,text,label\r\n1,\"one, \"\"two\"\"\",pos\r\n\r\n2,\"first\nsecond\",neg\r\n3, plain \"word\" ,pos");
        assertEquals(
                List.of(
                        new Example("one, \"two\"", null, "pos", 2),
                        new Example("first\nsecond", null, "neg", 4),
                        new Example(" plain \"word\" ", null, "pos", 6)),
                read(labelled(file)));
    }

    @Test
    void columnsAreNamedByTheConfigurationWhereTheFileHasNoHeader() throws IOException {
        write(file, "pos,good\nneg,bad\n");
        DataConfig config = new DataConfig(file, null, List.of("label", "text"), "text", "label", null, null, null);
        assertEquals(List.of(new Example("good", null, "pos", 1), new Example("bad", null, "neg", 2)), read(config));
    }

    @Test
    void unnamedColumnsAreIgnored() throws IOException {
        write(file, "text,label,,\ngood,pos,,\n");
        assertEquals(List.of(new Example("good", null, "pos", 2)), read(labelled(file)));
    }

    @Test
    void spacesAroundColumnNamesAreIgnored() throws IOException {
        write(file, "text, label\ngood,pos\n");
        assertEquals(List.of(new Example("good", null, "pos", 2)), read(labelled(file)));
    }

    @Test
    void labelsAreStrippedAndTextsStayAsTheyAre() throws IOException {
        write(file, "text,label\n good , pos\t\n");
        assertEquals(List.of(new Example(" good ", null, "pos", 2)), read(labelled(file)));
    }

    @Test
    void missingColumnIsReportedWithTheColumnsFound() throws IOException {
        write(file, "Text,sentiment\ngood,pos\n");
        assertRefused(
                "FILE, line 1: text_column is \"text\", but the columns are \"Text\", \"sentiment\"; did you mean Text? Set"
                        + " text_column to one of them, or, if the file has no header line, name its columns in columns.",
                labelled(file));
    }

    @Test
    void columnMissingFromTheConfiguredOnesIsReported() throws IOException {
        write(file, "good,pos\n");
        assertRefused(
                "FILE, columns as configured: label_column is \"label\", but the columns are \"text\", \"class\". Set label_column"
                        + " to one of them.",
                new DataConfig(file, null, List.of("text", "class"), "text", "label", null, null, null));
    }

    @Test
    void columnNamedTwiceIsReported() throws IOException {
        write(file, "text,label,text\na,b,c\n");
        assertRefused(
                "FILE, line 1: the column name \"text\" stands there twice; give each column its own name.",
                labelled(file));
    }

    @Test
    void rowWithTooManyOrTooFewFieldsIsReportedWithItsLine() throws IOException {
        write(file, "text,label\ngood,pos\nwell, well,pos\n");
        assertRefused(
                "FILE, line 3: the row has 3 fields, but there are 2 columns (\"text\", \"label\"); put a text that holds a comma"
                        + " in quotes.",
                labelled(file));
        write(file, "text,label\n\"a\nb\",pos\ngood\n");
        assertRefused(
                "FILE, line 4: the row has 1 field, but there are 2 columns (\"text\", \"label\"); put a text that holds a comma"
                        + " in quotes.",
                labelled(file));
    }

    @Test
    void quoteThatNeverClosesIsReportedWithItsLine() throws IOException {
        write(file, "label,other,text\npos,x,fine\npos,\"two\nlines\",\"never closed\nneg,x,fine\nneg,x,fine\n");
        assertRefused(
                "FILE, line 4: the quote that opens here never closes; add the closing quote, and write a quote inside a quoted"
                        + " text twice (\"\").",
                labelled(file));
    }

    @Test
    void quoteThatNeverClosesInALargeFileIsReportedWithItsLine() throws IOException {
        write(file, "text,label\nfine,pos\n\"never closed,neg\n" + "a fine text,pos\n".repeat(1_500_000));
        assertRefused(
                "FILE, line 3: the quoted text that opens here is broken (The maximum buffer size of 16777216 is insufficient to"
                        + " read the data of a single field); close it right before a comma or the end of a line, and write a"
                        + " quote inside a quoted text twice (\"\").",
                labelled(file));
    }

    @Test
    void quoteThatClosesInsideALaterTextIsReportedWhereItOpened() throws IOException {
        write(file, "label,text\npos,\"never closed\nneg,\"fine\"\n");
        assertRefused(
                "FILE, line 2: the quoted text that opens here is broken (Unexpected character after closing quote: 'f' (0x66));"
                        + " close it right before a comma or the end of a line, and write a quote inside a quoted text twice"
                        + " (\"\").",
                labelled(file));
    }

    @Test
    void emptyTextOrLabelIsReportedWithItsLine() throws IOException {
        write(file, "text,label\ngood,pos\n\" \",neg\n");
        assertRefused("FILE, line 3: the text (\"text\") is empty; fill it in or remove the example.", labelled(file));
        write(file, "text,label\ngood,\n");
        assertRefused(
                "FILE, line 2: the label (\"label\") is empty; fill it in or remove the example.", labelled(file));
    }
}
