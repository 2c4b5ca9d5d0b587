package dev.jformers.training.data;

import static dev.jformers.training.data.DataFiles.assertRefused;
import static dev.jformers.training.data.DataFiles.gzip;
import static dev.jformers.training.data.DataFiles.labelled;
import static dev.jformers.training.data.DataFiles.read;
import static dev.jformers.training.data.DataFiles.unlabelled;
import static dev.jformers.training.data.DataFiles.write;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import dev.jformers.training.rows.DataFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

    private static final List<Example> TWO =
            List.of(new Example("good", null, "pos", 2), new Example("bad", null, "neg", 3));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"train", "train.json", "train.gz", "csv", "train.xlsx"})
    void extensionThatSaysNothingIsReportedWithTheChoices(String name) {
        assertRefused(
                "FILE: the extension does not tell the format (known are .csv, .tsv, .jsonl, .ndjson and .txt, each also with"
                        + " .gz); set format to csv, tsv, jsonl, text, paragraphs or document.",
                labelled(folder.resolve(name)));
    }

    @Test
    void configuredFormatGoesBeforeTheExtension() throws IOException {
        Path file = write(folder.resolve("train.csv"), "a, b\n\n \nc\n");
        DataConfig config = new DataConfig(file, DataFormat.TEXT, null, "text", null, null, null, null);
        assertEquals(List.of(new Example("a, b", null, null, 1), new Example("c", null, null, 4)), read(config));
    }

    @Test
    void tabSeparatedValuesKnowNoQuotes() throws IOException {
        Path file = write(folder.resolve("a.tsv"), "label\ttext\r\n\r\npos\t\"good\r\nneg\tb,\rad\"");
        assertEquals(
                List.of(new Example("\"good", null, "pos", 3), new Example("b,\rad\"", null, "neg", 4)),
                read(labelled(file)));
    }

    @Test
    void tabSeparatedRowWithTooManyFieldsIsReported() throws IOException {
        Path file = write(folder.resolve("a.tsv"), "label\ttext\npos\tgood\tbetter\n");
        assertRefused(
                "FILE, line 2: the row has 3 fields, but there are 2 columns (\"label\", \"text\"); replace a tab inside a text"
                        + " with a space.",
                labelled(file));
    }

    @Test
    void paragraphsKeepTheirLineBreaksAndADocumentAllOfThem() throws IOException {
        Path file = write(folder.resolve("a.txt"), "\n a\r\nb\n\n \nc\n\n");
        assertEquals(
                List.of(new Example(" a\nb", null, null, 2), new Example("c", null, null, 6)),
                read(plain(file, DataFormat.PARAGRAPHS, null)));
        assertEquals(
                List.of(new Example(" a\nb\n\n \nc\n", null, null, 2)), read(plain(file, DataFormat.DOCUMENT, null)));
    }

    @Test
    void linesOfTwoFilesBelongTogether() throws IOException {
        Path german = write(folder.resolve("a.de"), "eins\n\nzwei\n");
        Path english = write(folder.resolve("a.en"), "one\n\ntwo");
        Dataset data = Dataset.read(plain(german, DataFormat.TEXT, english));
        assertEquals(
                List.of(new Example("eins", "one", null, 1), new Example("zwei", "two", null, 3)), data.examples());
        assertEquals(
                List.of(german.toString(), english.toString()),
                data.fingerprints().stream().map(DataFingerprint::file).toList());
    }

    @Test
    void aLineWithoutOneBesideItIsReported() throws IOException {
        Path german = write(folder.resolve("a.de"), "eins\nzwei\n");
        for (String english : List.of("one\n", "one\n\ntwo\n")) {
            Path other = write(folder.resolve("a.en"), english);
            assertRefused(
                    "FILE, line 2: the line has a text, but " + other
                            + " has none beside it; each line of the one must belong"
                            + " to the same line of the other.",
                    plain(german, DataFormat.TEXT, other));
        }
    }

    @Test
    void targetsOfPlainTextComeFromAFileAndThoseOfTablesFromAColumn() throws IOException {
        Path text = write(folder.resolve("a.txt"), "a\n");
        assertRefused(
                "FILE: target_column is \"answer\", but plain text has no columns; name the file of the other half in"
                        + " target_path, or use csv, tsv or jsonl.",
                new DataConfig(text, null, null, "text", null, "answer", null, null));
        Path table = write(folder.resolve("a.csv"), "text\na\n");
        assertRefused(
                "FILE: target_path is set, which goes with format: text alone; use target_column.",
                new DataConfig(table, null, null, "text", null, null, text, null));
    }

    private static DataConfig plain(Path file, DataFormat format, @Nullable Path targets) {
        return new DataConfig(file, format, null, "text", null, null, targets, null);
    }

    @Test
    void byteOrderMarkIsSkipped() throws IOException {
        assertEquals(TWO, read(labelled(write(folder.resolve("a.csv"), "\uFEFFtext,label\ngood,pos\nbad,neg\n"))));
    }

    @Test
    void gzipIsReadAndTheHashIsOfTheStoredBytes() throws IOException {
        byte[] zipped = gzip("text,label\ngood,pos\nbad,neg\n");
        Path file = Files.write(folder.resolve("a.csv.gz"), zipped);
        Dataset dataset = Dataset.read(labelled(file));
        assertEquals(TWO, dataset.examples());
        assertEquals(new DataFingerprint(file.toString(), sha256(zipped), 2), dataset.fingerprint());
    }

    @Test
    void fingerprintCountsTheWholeFileWhereASampleIsUsed() throws IOException {
        Path file = write(folder.resolve("a.txt"), "abc\n".repeat(1000));
        Dataset dataset = Dataset.read(new DataConfig(file, null, null, "text", null, null, null, 10));
        assertEquals(10, dataset.examples().size());
        assertEquals(
                new DataFingerprint(file.toString(), sha256(Files.readAllBytes(file)), 1000), dataset.fingerprint());
    }

    @Test
    void equalLabelsShareOneString() throws IOException {
        List<Example> examples = read(labelled(write(folder.resolve("a.csv"), "text,label\na,pos\nb,pos\n")));
        assertSame(examples.get(0).label(), examples.get(1).label());
    }

    @Test
    void charactersOfAllLengthsSurviveTheBuffersEdges() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            String text = "x".repeat(shift) + "é한😀".repeat(30_000);
            Path file = write(folder.resolve("a.txt"), text + "\n" + text);
            assertEquals(
                    List.of(new Example(text, null, null, 1), new Example(text, null, null, 2)),
                    read(unlabelled(file)));
        }
    }

    @Test
    void bytesThatAreNotUtf8AreReportedWithLineAndOffset() throws IOException {
        Path file = Files.write(folder.resolve("a.csv"), "text,label\ngood,pos\ncaf\u00e9,neg\n".getBytes(ISO_8859_1));
        assertRefused(
                "FILE, line 3: byte 23 of the text (counted from 0) is 0xE9, which is not UTF-8; convert the text to UTF-8, as with iconv.",
                labelled(file));
        Files.write(file, ("text,label\n" + "good,pos\n".repeat(20_000) + "caf\u00e9,neg\n").getBytes(ISO_8859_1));
        assertRefused(
                "FILE, line 20002: byte 180014 of the text (counted from 0) is 0xE9, which is not UTF-8; convert the text to UTF-8, as with iconv.",
                labelled(file));
        Files.write(file, "text,label\ngood,pos\n".getBytes(UTF_16));
        assertRefused(
                "FILE, line 1: byte 0 of the text (counted from 0) is 0xFE, which is not UTF-8; convert the text to UTF-8, as with iconv.",
                labelled(file));
    }

    @Test
    void characterCutOffAtTheEndIsReported() throws IOException {
        byte[] bytes = "good\n한".getBytes(UTF_8);
        Path file = Files.write(folder.resolve("a.txt"), Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(
                "FILE, line 2: byte 5 of the text (counted from 0) is 0xED, which is not UTF-8; convert the text to UTF-8, as with iconv.",
                unlabelled(file));
    }

    @Test
    void brokenGzipIsReported() throws IOException {
        byte[] zipped = gzip("text,label\n" + "good,pos\n".repeat(10_000));
        Path file = Files.write(folder.resolve("a.csv.gz"), Arrays.copyOf(zipped, zipped.length / 2));
        assertRefused(
                "FILE is not a whole gzip file (Unexpected end of ZLIB input stream); compress or download it again.",
                labelled(file));
        Files.write(file, "text,label\ngood,pos\n".getBytes(UTF_8));
        assertRefused(
                "FILE is not a whole gzip file (Not in GZIP format); compress or download it again.", labelled(file));
        zipped[zipped.length / 2] ^= 0x55;
        Files.write(file, zipped);
        InvalidInputException refusal = assertThrows(InvalidInputException.class, () -> Dataset.read(labelled(file)));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith(file + " "), refusal.getMessage());
    }

    @Test
    void missingFileIsReportedWithTheNearestName() throws IOException {
        write(folder.resolve("train.csv"), "text,label\n");
        assertRefused(
                "FILE does not exist (relative to " + Path.of("").toAbsolutePath() + "); did you mean train.csv?",
                labelled(folder.resolve("trian.csv")));
        assertRefused(
                "FILE does not exist (relative to " + Path.of("").toAbsolutePath() + ").",
                labelled(folder.resolve("none").resolve("a.csv")));
    }

    @Test
    void folderIsReported() throws IOException {
        assertRefused("FILE is a folder; name a file in it.", labelled(Files.createDirectory(folder.resolve("a.csv"))));
    }

    @Test
    void emptyFileIsReported() throws IOException {
        String message = "FILE is empty; it must hold at least one example.";
        assertRefused(message, labelled(write(folder.resolve("a.csv"), "")));
        assertRefused(message, labelled(Files.write(folder.resolve("a.csv.gz"), gzip(""))));
        assertRefused(message, labelled(write(folder.resolve("a.jsonl"), "")));
    }

    @Test
    void headerWithoutRowsIsReported() throws IOException {
        String message = "FILE holds no example, only a header line or blank lines; it must hold at least one.";
        assertRefused(message, labelled(write(folder.resolve("a.csv"), "text,label\n")));
        assertRefused(message, labelled(write(folder.resolve("a.tsv"), "text\tlabel\n\n")));
        assertRefused(message, unlabelled(write(folder.resolve("a.txt"), "\n \n")));
    }

    @Test
    void settingsThatMeanNothingInAFormatAreReported() throws IOException {
        assertRefused(
                "FILE: label_column is \"label\", but plain text has no labels; leave it out, or use csv, tsv or jsonl.",
                labelled(write(folder.resolve("a.txt"), "a\n")));
        Path jsonl = write(folder.resolve("a.jsonl"), "{}\n");
        assertRefused(
                "FILE: columns is set, but a file of JSON lines has none; leave it out, or use csv or tsv.",
                new DataConfig(jsonl, null, List.of("text"), "text", null, null, null, null));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void allBadRowsAreToldAtOnce() throws IOException {
        assertRefused(
                "4 rows are bad:\n"
                        + "  FILE, line 2: the label (\"label\") is empty; fill it in or remove the example.\n"
                        + "  FILE, line 3: the row has 3 fields, but there are 2 columns (\"text\", \"label\"); put a text that"
                        + " holds a comma in quotes.\n"
                        + "  FILE, line 5: the row has 1 field, but there are 2 columns (\"text\", \"label\"); put a text that"
                        + " holds a comma in quotes.\n"
                        + "  FILE, line 6: the text (\"text\") is empty; fill it in or remove the example.",
                labelled(write(folder.resolve("a.csv"), "text,label\na,\nb,c,d\ne,f\ng\n,h\n")));
    }

    @Test
    void ofManyBadRowsTheFirstAreShown() {
        String message = String.valueOf(assertThrows(
                        InvalidInputException.class,
                        () -> read(labelled(write(folder.resolve("a.jsonl"), "{\"text\": 5}\n".repeat(1_023)))))
                .getMessage());
        List<String> lines = message.lines().toList();
        assertEquals(22, lines.size(), message);
        assertEquals("1,023 rows are bad:", lines.get(0));
        assertTrue(lines.get(20).contains("a.jsonl, line 20: "), message);
        assertEquals("  and 1,003 more", lines.get(21));
    }

    @Test
    void badRowsBeforeTheEndOfWhatCanBeReadAreToldToo() throws IOException {
        assertRefused(
                "FILE, line 3: the quote that opens here never closes; add the closing quote, and write a quote inside a quoted"
                        + " text twice (\"\").\n"
                        + "  and before that 1 row is bad:\n"
                        + "  FILE, line 2: the row has 1 field, but there are 2 columns (\"text\", \"label\"); put a text that"
                        + " holds a comma in quotes.",
                labelled(write(folder.resolve("a.csv"), "text,label\na\n\"b,c\n")));
    }
}
