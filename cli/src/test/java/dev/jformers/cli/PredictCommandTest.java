package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {

    private static final Path MODEL = Models.CLASSIFIER;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void labelsAndProbabilitiesAreAligned() {
        String out = CommandRun.of("predict", MODEL, "hello", "the\nplant").succeeded();
        List<String> lines = out.lines().toList();
        assertEquals(2, lines.size(), out);
        assertTrue(lines.get(0).matches("(animal  |artifact|food    |person  |plant   )  0\\.\\d{4}  hello"), out);
        assertTrue(lines.get(1).matches("(animal  |artifact|food    |person  |plant   )  0\\.\\d{4}  the plant"), out);
    }

    @Test
    void theLikeliestLabelsStandBelowEachOther() {
        String out = CommandRun.of("predict", MODEL, "--top", "3", "hello").succeeded();
        List<Double> probabilities = out.lines()
                .map(line -> Double.parseDouble(line.substring(10, 16)))
                .toList();
        assertEquals(3, probabilities.size(), out);
        assertEquals(
                probabilities.stream().sorted((a, b) -> Double.compare(b, a)).toList(), probabilities);
        assertEquals(
                5,
                CommandRun.of("predict", MODEL, "--top", "99", "hello")
                        .succeeded()
                        .lines()
                        .count());
    }

    @Test
    void jsonLinesHoldTheText() {
        JsonObject row = JsonParser.parseString(CommandRun.of("predict", MODEL, "--json", "--top", "2", "<hello>")
                        .succeeded())
                .getAsJsonObject();
        assertEquals(List.of("text", "label", "probability", "top"), List.copyOf(row.keySet()));
        assertEquals("<hello>", row.get("text").getAsString());
        assertEquals(2, row.getAsJsonArray("top").size());
    }

    @Test
    void standardInputIsReadLineByLine() {
        String expected = CommandRun.of("predict", MODEL, "hello", "plant").succeeded();
        assertEquals(
                expected,
                CommandRun.withInput("\uFEFFhello\r\n\nplant", "predict", MODEL).succeeded());
        assertEquals("", CommandRun.withInput("", "predict", MODEL).succeeded());
    }

    @Test
    void standardInputThatIsNotUtf8IsRefused() {
        CommandRun.withInput(new byte[] {'a', '\n', (byte) 0xE9, '\n'}, "predict", MODEL)
                .failed(
                        "jformers predict: standard input, line 2: byte 2 of the text (counted from 0) is 0xE9, which is not"
                                + " UTF-8; convert the text to UTF-8, as with iconv.");
    }

    @Test
    void textsThatAreCutAreCounted() {
        String sixty = IntStream.range(0, 60).mapToObj(i -> "a").collect(Collectors.joining(" "));
        CommandRun run = CommandRun.of("predict", MODEL, sixty, "a");
        run.succeeded();
        assertEquals("1 text was longer than the model reads (19 tokens); the rest was left out.\n", run.errors());
    }

    @Test
    void csvKeepsItsColumns() throws IOException {
        Path input = write("in.csv", "id,text\n1,\"hello, \"\"you\"\"\"\n\n2,\"two\nlines\"\n");
        Path output = folder.resolve("out.csv");
        CommandRun run = CommandRun.of("predict", MODEL, "--input", input, "--output", output);
        assertEquals("Wrote " + output + ": 2 texts\n", run.succeeded());
        String written = Files.readString(output);
        assertTrue(
                written.matches(
                        "id,text,label,probability\n1,\"hello, \"\"you\"\"\",\\w+,0\\.\\d+\n2,\"two\nlines\",\\w+,0\\.\\d+\n"),
                written);
    }

    @Test
    void jsonlKeepsItsKeysAndNumbers() throws IOException {
        Path input =
                write("in.jsonl", "{\"n\": 1.50, \"body\": \"hello\", \"x\": {\"y\": [null]}}\n{\"body\": \"b\"}\n");
        Path output = folder.resolve("out.jsonl");
        CommandRun.of("predict", MODEL, "--input", input, "--output", output, "--text-column", "body")
                .succeeded();
        List<String> lines = Files.readAllLines(output);
        assertEquals(2, lines.size());
        assertTrue(
                lines.get(0).startsWith("{\"n\":1.50,\"body\":\"hello\",\"x\":{\"y\":[null]},\"label\":\""),
                lines.get(0));
        assertTrue(lines.get(1).startsWith("{\"body\":\"b\",\"label\":\""), lines.get(1));
    }

    @Test
    void formatsAreTurnedIntoEachOther() throws IOException {
        Path tsv = write("in.tsv", "label\ttext\nplant\thello\n");
        Path jsonl = folder.resolve("out.jsonl");
        CommandRun run = CommandRun.of("predict", MODEL, "--input", tsv, "--output", jsonl);
        run.succeeded();
        assertEquals(
                "The input has a column of such a name already; the answers are in predicted_label,"
                        + " predicted_probability.\n",
                run.errors());
        assertTrue(Files.readString(jsonl).startsWith("{\"label\":\"plant\",\"text\":\"hello\",\"predicted_label\":"));
        Path back = folder.resolve("back.tsv");
        CommandRun.of("embed", "--help").succeeded();
        CommandRun.of("predict", MODEL, "--input", jsonl, "--output", back, "--top", "2")
                .failed("jformers predict: a row has a column predicted_label already; rename it in the input");
        assertTrue(Files.notExists(back));
    }

    @Test
    void zippedAndPlainTextsAreRead() throws IOException {
        Path zipped = folder.resolve("in.txt.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("hello\n\nplant\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.write(zipped, bytes.toByteArray());
        String expected = CommandRun.of("predict", MODEL, "hello", "plant").succeeded();
        assertEquals(
                expected, CommandRun.of("predict", MODEL, "--input", zipped).succeeded());
    }

    @Test
    void manyBatchesKeepTheirOrder() throws IOException {
        String rows = IntStream.range(0, 2500).mapToObj(i -> i + "\ta plant\n").collect(Collectors.joining());
        Path input = write("many.tsv", "id\ttext\n" + rows);
        Path output = folder.resolve("many.jsonl");
        CommandRun run = CommandRun.of("predict", MODEL, "--input", input, "--output", output);
        assertEquals("Wrote " + output + ": 2,500 texts\n", run.succeeded());
        List<String> lines = Files.readAllLines(output);
        assertEquals(2500, lines.size());
        for (int i = 0; i < 2500; i++) {
            assertTrue(lines.get(i).startsWith("{\"id\":\"" + i + "\""), lines.get(i));
        }
    }

    @Test
    void aMissingColumnIsNamed() throws IOException {
        Path input = write("in.csv", "id,txt\n1,a\n");
        predictFile(input)
                .failed("jformers predict: " + input
                        + ", line 1: --text-column is \"text\", but the columns are \"id\", \"txt\"; did you mean txt? Set"
                        + " --text-column to one of them, or add a header line if the file has none.");
    }

    @Test
    void aRowWithTooManyFieldsIsNamed() throws IOException {
        Path input = write("in.csv", "id,text\n1,a\n2,b,c\n");
        predictFile(input)
                .failed("jformers predict: " + input
                        + ", line 3: the row has 3 fields, but there are 2 columns (\"id\", \"text\"); put a text that holds"
                        + " a comma in quotes.");
        assertEquals(1, folder.toFile().list().length, "nothing half-written is left");
    }

    @Test
    void aQuoteThatNeverClosesIsReported() throws IOException {
        Path input = write("in.csv", "id,text\n1,a\n2,\"b\n3,c\n");
        predictFile(input)
                .failed("jformers predict: " + input
                        + ", line 3: the quote that opens here never closes; add the closing quote, and write a quote inside"
                        + " a quoted text twice (\"\").");
    }

    @Test
    void aTextThatIsNoStringIsReported() throws IOException {
        Path input = write("in.jsonl", "{\"text\": \"a\"}\n{\"text\": 7}\n");
        predictFile(input)
                .failed("jformers predict: " + input + ", line 2: \"text\" is a number but must be a string.");
    }

    @Test
    void aLineThatIsNoJsonIsReported() throws IOException {
        Path input = write("in.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\n");
        CommandRun run = predictFile(input);
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().startsWith("jformers predict: " + input + ", line 2: not valid JSON "), run.errors());
        assertEquals(1, run.errors().lines().count());
    }

    @Test
    void aFileThatIsNotUtf8IsReported() throws IOException {
        Path input = folder.resolve("latin.csv");
        Files.write(input, "id,text\n1,caf\u00E9\n".getBytes(StandardCharsets.ISO_8859_1));
        CommandRun run = predictFile(input);
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(
                run.errors().contains(", line 2: byte 13 of the text (counted from 0) is 0xE9, which is not UTF-8"),
                run.errors());
    }

    @Test
    void anUnknownExtensionIsReportedBeforeAnythingIsLoaded() throws IOException {
        CommandRun.of("predict", "no-model", "--input", write("in.csv", ""), "--output", folder.resolve("out.xls"))
                .failed("jformers predict: " + folder.resolve("out.xls")
                        + ": the extension tells the format and must be .csv, .tsv, .jsonl or .ndjson");
        Path input = write("in.xls", "");
        CommandRun.of("predict", "no-model", "--input", input)
                .failed("jformers predict: " + input
                        + ": the extension does not tell the format (known are .csv, .tsv, .jsonl, .ndjson and .txt, each also"
                        + " with .gz); rename it.");
    }

    @Test
    void anExistingOutputIsKeptUnlessAsked() throws IOException {
        Path input = write("in.csv", "text\na\n");
        Path output = write("out.csv", "precious");
        CommandRun.of("predict", MODEL, "--input", input, "--output", output)
                .failed("jformers predict: " + output + " exists already; choose another output or add --overwrite");
        CommandRun.of("predict", MODEL, "--input", input, "--output", output, "--overwrite")
                .succeeded();
        assertFalse(Files.readString(output).contains("precious"));
    }

    @Test
    void aMissingInput() {
        Path input = folder.resolve("none.csv");
        CommandRun.of("predict", MODEL, "--input", input)
                .failed("jformers predict: " + input + " does not exist (relative to "
                        + Path.of("").toAbsolutePath() + ").");
        CommandRun.of("predict", MODEL, "--input", folder)
                .failed("jformers predict: " + folder + " is a folder; name a file in it.");
    }

    @Test
    void aMissingModel() {
        CommandRun.of("predict", folder.resolve("none"), "text")
                .failed("jformers predict: " + folder.resolve("none")
                        + " does not exist; expected a model folder with config.json and model.safetensors");
    }

    @Test
    void aModelWithoutTokenizer() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        Files.delete(model.resolve("tokenizer.json"));
        Files.deleteIfExists(model.resolve("vocab.txt"));
        CommandRun run = CommandRun.of("predict", model, "text");
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().contains("tokenizer.json"), run.errors());
        assertEquals(1, run.errors().lines().count(), run.errors());
    }

    @Test
    void aModelThatIsNoClassifier() throws IOException {
        CommandRun run = CommandRun.of("predict", Models.embedder(folder.resolve("model")), "text");
        assertEquals(ExitCodes.FAILED, run.code());
        assertEquals(1, run.errors().lines().count(), run.errors());
    }

    private CommandRun predictFile(Path input) {
        return CommandRun.of("predict", MODEL, "--input", input, "--output", folder.resolve("out.jsonl"));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
