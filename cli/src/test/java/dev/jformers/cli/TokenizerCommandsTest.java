package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerCommandsTest {

    private static final Path CORPUS = Models.FIXTURES.resolve("tokenizer-training/corpus.txt");

    @TempDir
    private Path folder = Path.of("");

    private Path trained(String type, String... options) {
        Path output = folder.resolve(type);
        Object[] words = new Object[options.length + 6];
        System.arraycopy(new Object[] {"train-tokenizer", "--type", type, "--output", output, CORPUS}, 0, words, 0, 6);
        System.arraycopy(options, 0, words, 6, options.length);
        String said = CommandRun.of(words).succeeded();
        assertTrue(said.startsWith("Wrote " + output + "\n"), said);
        return output;
    }

    @Test
    void aTrainedTokenizerTurnsTextsIntoTokensAndBack() {
        Path tokenizer = trained("bpe", "--vocab-size", "400");
        String tokens = CommandRun.withInput("친구는 the people\nit's   odd\n", "tokenize", tokenizer)
                .succeeded();
        assertEquals(2, tokens.lines().count());
        assertTrue(tokens.lines().allMatch(line -> line.matches("(\\d+:\\S+ ?)+")), tokens);
        assertEquals(
                "친구는 the people\nit's   odd\n",
                CommandRun.withInput(tokens, "detokenize", tokenizer).succeeded());
    }

    @Test
    void aBlankLineIsALine() {
        Path tokenizer = trained("bpe", "--vocab-size", "300");
        String text = "the\n\n \npeople\n";
        String tokens = CommandRun.withInput(text, "tokenize", tokenizer).succeeded();
        assertEquals(4, tokens.lines().count(), tokens);
        assertEquals(text, CommandRun.withInput(tokens, "detokenize", tokenizer).succeeded());
    }

    @Test
    void jsonHasTextIdsAndTokens() {
        Path tokenizer = trained("word_piece", "--vocab-size", "700", "--lower-case", "--keep-accents");
        String json = CommandRun.withInput("The 학교\n", "tokenize", tokenizer, "--json")
                .succeeded();
        var line = JsonParser.parseString(json).getAsJsonObject();
        assertEquals("The 학교", line.get("text").getAsString());
        assertEquals("[CLS]", line.getAsJsonArray("tokens").get(0).getAsString());
        assertEquals("the", line.getAsJsonArray("tokens").get(1).getAsString());
        assertEquals(2, line.getAsJsonArray("ids").get(0).getAsInt());
        assertEquals(
                "{\"text\":\"the 학교\"}\n",
                CommandRun.withInput(json, "detokenize", tokenizer, "--json").succeeded());
    }

    @Test
    void unigramLearnsToo() {
        Path tokenizer = trained("unigram", "--vocab-size", "700", "--byte-fallback", "--special-token", "<unk>");
        String tokens =
                CommandRun.withInput("나는 학교에 Ω\n", "tokenize", tokenizer).succeeded();
        assertTrue(tokens.contains(":<0xCE>"), tokens);
        assertEquals(
                "나는 학교에 Ω\n",
                CommandRun.withInput(tokens, "detokenize", tokenizer).succeeded());
    }

    @Test
    void hangulInPiecesIsToldOf() {
        CommandRun run = CommandRun.of(
                "train-tokenizer", "--type", "word_piece", "--lower-case", "--output", folder.resolve("t"), CORPUS);
        assertEquals(
                "Hangul is in pieces, for --lower-case strips accents; --keep-accents leaves it whole.\n",
                run.errors());
        assertEquals(ExitCodes.OK, run.code());
    }

    @Test
    void whatCannotBeTrainedIsRefused() throws IOException {
        Path output = folder.resolve("out");
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        CommandRun.of("train-tokenizer", "--type", "bpe", "--output", output, latin)
                .failed("jformers train-tokenizer: " + latin
                        + ":1: byte 4 of the line, 0xE9, is not UTF-8; convert the file, as with `iconv -t UTF-8`");
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        for (String type : List.of("bpe", "word_piece", "unigram")) {
            CommandRun.of("train-tokenizer", "--type", type, "--output", output, empty)
                    .failed("jformers train-tokenizer: There is no word in [" + empty
                            + "]; a tokenizer needs a text to learn from.");
        }
        CommandRun.of("train-tokenizer", "--type", "bpe", "--vocab-size", "20", "--output", output, CORPUS)
                .failed("jformers train-tokenizer: The vocabulary's size is 20 but the characters of the texts and the"
                        + " special tokens alone are 257; take at least 257, or limit the alphabet.");
        CommandRun.of("train-tokenizer", "--type", "bpe", "--byte-fallback", "--output", output, CORPUS)
                .failed("jformers train-tokenizer: --byte-fallback is for unigram alone; bpe is made of bytes"
                        + " already.");
        CommandRun.of("train-tokenizer", "--type", "bpe", "--output", folder, CORPUS)
                .failed("jformers train-tokenizer: " + folder
                        + " exists already; choose another output or delete it first");
        CommandRun.of("train-tokenizer", "--type", "bpf", "--output", output, CORPUS)
                .refused(
                        "jformers train-tokenizer: Invalid value for option '--type': expected one of [BPE, WORD_PIECE,"
                                + " UNIGRAM] (case-insensitive) but was 'bpf'",
                        "jformers train-tokenizer");
        assertTrue(Files.notExists(output));
    }

    @Test
    void exportWritesTheTokenizerJsonThatAFolderLacks() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        Path converted = Models.FIXTURES.resolve("tokenizer-files/bert");
        Files.delete(model.resolve("tokenizer.json"));
        Files.copy(converted.resolve("vocab.txt"), model.resolve("vocab.txt"), StandardCopyOption.REPLACE_EXISTING);
        Path output = folder.resolve("export");
        CommandRun.of("export", model, "--output", output).succeeded();
        assertTrue(Files.readString(output.resolve("tokenizer.json")).contains("BertNormalizer"));
        String text = "나는 the\n";
        assertEquals(
                CommandRun.withInput(text, "tokenize", model).succeeded(),
                CommandRun.withInput(text, "tokenize", output).succeeded());
    }

    @Test
    void linesThatAreNoIdsAreRefused() {
        Path tokenizer = trained("bpe", "--vocab-size", "300");
        CommandRun.withInput("12 x\n", "detokenize", tokenizer)
                .failed("jformers detokenize: \"x\" is no token id, in the line 12 x; a line has ids between spaces, or"
                        + " is JSON");
        CommandRun.withInput("300\n", "detokenize", tokenizer)
                .failed("jformers detokenize: the token id 300 is too large: the tokenizer has the ids 0 to 299");
        CommandRun.withInput("{\"id\": 1}\n", "detokenize", tokenizer)
                .failed("jformers detokenize: the line {\"id\": 1} has no list of ids");
        CommandRun.withInput("a\n", "tokenize", folder.resolve("none"))
                .failed("jformers tokenize: " + folder.resolve("none")
                        + " does not exist; name a model folder or hf:organisation/name");
    }
}
