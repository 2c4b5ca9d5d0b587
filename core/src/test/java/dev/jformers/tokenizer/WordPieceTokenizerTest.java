package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordPieceTokenizerTest {

    private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tokenizer");

    @TempDir
    Path folder;

    @Test
    void aVocabularyBecomesATokenizerThatEncodesLikeTheReference() throws IOException {
        WordPieceTokenizer built = WordPieceTokenizer.ofVocabulary(FIXTURE.resolve("vocab.txt"), true);
        StrictJson.write(built.json(), folder.resolve("tokenizer.json"));
        List<String> texts = List.of("The quick brown fox", "UNKNOWN \u00e9t\u00e9 \u4e2d\u6587!", "", "a [MASK] b");
        try (Tokenizer reference = Tokenizer.load(FIXTURE, 64);
                Tokenizer ours = Tokenizer.load(folder, 64)) {
            for (String text : texts) {
                assertArrayEquals(
                        reference.encode(text).ids(), ours.encode(text).ids(), text);
            }
        }
    }

    @Test
    void aTokenThatStandsThereTwiceIsReportedWithItsLine() throws IOException {
        Path vocabulary = folder.resolve("vocab.txt");
        Files.writeString(vocabulary, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nword\nword\n");
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> WordPieceTokenizer.ofVocabulary(vocabulary, true));
        assertTrue(String.valueOf(refused.getMessage()).contains("vocab.txt:7"), refused.getMessage());
    }

    @Test
    void aVocabularyWithoutSpecialTokensIsRefused() throws IOException {
        Path vocabulary = folder.resolve("vocab.txt");
        Files.writeString(vocabulary, "[PAD]\n[UNK]\n[CLS]\n[SEP]\nword\n");
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> WordPieceTokenizer.ofVocabulary(vocabulary, true));
        assertTrue(String.valueOf(refused.getMessage()).contains("[MASK]"), refused.getMessage());
    }

    @Test
    void aVocabularyThatIsNotUtf8IsReportedWithItsLine() throws IOException {
        Path vocabulary = folder.resolve("vocab.txt");
        Files.write(vocabulary, "[PAD]\n\u00e9t\u00e9\r\ncaf\u00e9\n".getBytes(StandardCharsets.UTF_8));
        Files.write(vocabulary, "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1), StandardOpenOption.APPEND);
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> WordPieceTokenizer.ofVocabulary(vocabulary, true));
        assertEquals(vocabulary + ":4: not UTF-8; convert it, as with `iconv -t UTF-8`", refused.getMessage());
    }

    @Test
    void textsLongerThanTheMaximumAreTruncatedAndSaySo() {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURE, 5)) {
            EncodedText text = tokenizer.encode("the the the the the the the");
            assertEquals(5, text.length());
            assertTrue(text.truncated());
            assertTrue(!tokenizer.encode("the the the").truncated());
        }
    }
}
