package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders without a tokenizer.json are read as Hugging Face reads them; {@code scripts/fixtures/tokenizer_files.py} wrote them. */
class TokenizerConversionTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/tokenizer-files");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "albert",
                "bert",
                "gpt2",
                "llama",
                "marian",
                "mbart",
                "mt5",
                "pegasus",
                "roberta",
                "t5",
                "xlm-roberta"
            })
    void idsAndTextsAreThoseOfHuggingFace(String name) throws IOException {
        assertEquals(87, compared(FIXTURES.resolve(name)));
    }

    /** Where SentencePiece joins them to syllables, and where English has learnt a stretch of them that Korean has not. */
    @Test
    void looseLettersOfKoreanAreReadAsMarianReadsThem() throws IOException {
        assertEquals(200, compared(FIXTURES.resolve("marian-korean")));
    }

    /** Returns how many texts were compared. */
    private static int compared(Path model) throws IOException {
        JsonArray encodings = JsonParser.parseString(Files.readString(model.resolve("encodings.json")))
                .getAsJsonArray();
        int size = Tokenizer.vocabularySize(model);
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            for (JsonElement element : encodings) {
                JsonObject expected = element.getAsJsonObject();
                String text = expected.get("text").getAsString();
                int[] ids = expected.getAsJsonArray("ids").asList().stream()
                        .mapToInt(JsonElement::getAsInt)
                        .toArray();
                assertArrayEquals(ids, tokenizer.encode(text).ids(), text);
                assertTrue(Arrays.stream(ids).allMatch(id -> id < size), text);
                assertEquals(expected.get("decoded").getAsString(), tokenizer.decode(ids), text);
            }
        }
        return encodings.size();
    }

    @Test
    void whatIsConvertedMayBeWrittenAndReadAgain() throws IOException {
        JsonObject converted = Tokenizer.converted(FIXTURES.resolve("llama")).orElseThrow();
        Files.writeString(folder.resolve("tokenizer.json"), converted.toString());
        assertTrue(Tokenizer.converted(folder).isEmpty());
        try (Tokenizer tokenizer = Tokenizer.load(folder);
                Tokenizer original = Tokenizer.load(FIXTURES.resolve("llama"))) {
            assertEquals(original.tokenize("나는 the 😀"), tokenizer.tokenize("나는 the 😀"));
        }
    }

    @Test
    void aFolderWithoutATokenizerIsRefused() {
        assertInvalid(
                folder
                        + " has no tokenizer.json, vocab.txt, vocab.json with merges.txt, tokenizer.model or"
                        + " spiece.model; put the tokenizer's files beside the model's config.json.",
                () -> Tokenizer.load(folder).close());
    }

    @Test
    void aDamagedModelIsRefusedWhereverItEnds() throws IOException {
        byte[] whole = Files.readAllBytes(FIXTURES.resolve("llama/tokenizer.model"));
        int refused = 0;
        for (int length = 1; length < whole.length; length += 97) {
            Files.write(folder.resolve("tokenizer.model"), Arrays.copyOf(whole, length));
            try {
                Tokenizer.converted(folder);
            } catch (InvalidInputException e) {
                refused++;
            }
        }
        assertTrue(refused > 50, refused + " refused");
        Files.write(folder.resolve("tokenizer.model"), new byte[0]);
        assertInvalid(
                folder.resolve("tokenizer.model")
                        + " is not a whole SentencePiece model: unknown piece 0 of 0 pieces near byte 0 of a message;"
                        + " it is truncated, damaged or something else",
                () -> Tokenizer.converted(folder));
    }

    @Test
    void aModelOfAnotherFamilyIsRefused() throws IOException {
        Files.copy(FIXTURES.resolve("t5/spiece.model"), folder.resolve("spiece.model"));
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"xlnet\"}");
        assertInvalid(
                folder.resolve("spiece.model")
                        + " is a SentencePiece model of xlnet with algorithm 1; unigram (1) of T5, mT5, ALBERT,"
                        + " XLM-RoBERTa, mBART, Pegasus and Marian, and bpe (2) of Llama are converted, so save a"
                        + " tokenizer.json with Hugging Face for this one.",
                () -> Tokenizer.converted(folder));
    }

    @Test
    void mergesOfAnotherVocabularyAreRefused() throws IOException {
        Files.writeString(folder.resolve("vocab.json"), "{\"a\": 0, \"b\": 1}");
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\na b\nb c\n");
        assertInvalid(
                folder.resolve("merges.txt") + ":3: \"b c\" must be two tokens of vocab.json with a space between; the"
                        + " files do not belong together.",
                () -> Tokenizer.converted(folder));
    }

    private static void assertInvalid(String message, org.junit.jupiter.api.function.Executable reading) {
        assertEquals(message, assertThrows(InvalidInputException.class, reading).getMessage());
    }
}
