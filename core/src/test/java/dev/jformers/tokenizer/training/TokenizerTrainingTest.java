package dev.jformers.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.tokenizer.training.BertCleaning.Accents;
import dev.jformers.tokenizer.training.UnigramTraining.Unknown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer.Form;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTrainingTest {

    private static final BertCleaning CASED = new BertCleaning(false, Accents.AS_CASE);

    @TempDir
    private Path folder = Path.of("");

    private Tokenizer load(TrainedTokenizer trained) throws IOException {
        Path target = folder.resolve("tokenizer" + trained.tokens().size());
        trained.write(target);
        return Tokenizer.load(target);
    }

    private Path text(String content) throws IOException {
        return Files.writeString(folder.resolve("text.txt"), content);
    }

    @Test
    void byteLevelBpeGivesEveryLineBack() throws IOException {
        try (Tokenizer tokenizer = load(Corpus.trained(Corpus.bpe(400)))) {
            List<String> lines = Corpus.lines();
            assertEquals(180, lines.size(), 20);
            for (String line : lines) {
                assertEquals(line, tokenizer.decode(tokenizer.encode(line).ids()));
            }
        }
    }

    @Test
    void unigramWithBytesKnowsWhatItHasNeverSeen() throws IOException {
        try (Tokenizer tokenizer = load(Corpus.trained(Corpus.unigram(900, Unknown.BYTES)))) {
            for (String line : List.of("the 친구 was here", "Ωμέγα \ud83c\udf32 ok", "<0x41>")) {
                assertEquals(line, tokenizer.decode(tokenizer.encode(line).ids()));
            }
        }
    }

    @Test
    void lettersBeyondTheAlphabetAreUnknown() throws IOException {
        VocabularySettings vocabulary =
                new VocabularySettings(400, 2, OptionalInt.of(40), WordPieceTraining.SPECIAL_TOKENS);
        TrainedTokenizer trained = Corpus.trained(new WordPieceTraining(vocabulary, List.of(), CASED));
        Set<Integer> letters = new HashSet<>();
        trained.tokens().stream()
                .skip(5)
                .forEach(
                        token -> token.replaceFirst("^##(?=.)", "").codePoints().forEach(letters::add));
        assertEquals(40, letters.size());
        try (Tokenizer tokenizer = load(trained)) {
            assertEquals("[UNK]", tokenizer.tokenize("漢").get(1).piece());
        }
    }

    /** A mask may stand for a part of an eojeol; what is behind it begins a word only after a space. */
    @Test
    void behindAMaskAWordGoesOn() throws IOException {
        try (Tokenizer tokenizer = load(Corpus.trained(Corpus.unigram(600, Unknown.TOKEN)))) {
            assertEquals("에서", joined(pieces(tokenizer, "학교<mask>에서"), 1));
            assertEquals("▁에서", joined(pieces(tokenizer, "학교<mask> 에서"), 1));
            assertEquals("▁학교", joined(pieces(tokenizer, "학교 <mask>"), 0));
        }
        try (Tokenizer tokenizer = load(Corpus.trained(Corpus.wordPiece(700, CASED)))) {
            assertEquals(
                    List.of("[MASK]"),
                    pieces(tokenizer, "학교[MASK]에서").stream()
                            .filter("[MASK]"::equals)
                            .toList());
        }
    }

    private static List<String> pieces(Tokenizer tokenizer, String text) {
        return tokenizer.tokenize(text).stream().map(Tokenizer.Token::piece).toList();
    }

    /** The text before the mask (0) or behind it (1). */
    private static String joined(List<String> pieces, int part) {
        return String.join("", pieces).replaceAll("^<s>|</s>$", "").split("<mask>", -1)[part];
    }

    @Test
    void hangulThatComesLetterByLetterIsMadeWhole() throws IOException {
        String whole = Files.readString(Corpus.FILE);
        Path decomposed = text(java.text.Normalizer.normalize(whole, Form.NFD));
        Path composed =
                Files.writeString(folder.resolve("composed.txt"), java.text.Normalizer.normalize(whole, Form.NFC));
        TokenizerTraining training = new WordPieceTraining(
                Corpus.vocabulary(700, WordPieceTraining.SPECIAL_TOKENS), List.of(new UnicodeForm(Form.NFC)), CASED);
        TrainedTokenizer trained = training.train(List.of(decomposed), TrainingProgress.NONE);
        assertFalse(trained.hasHangulInPieces());
        assertEquals(training.train(List.of(composed), TrainingProgress.NONE), trained);
    }

    @Test
    void strippingAccentsTakesHangulApartAndKeepingThemDoesNot() throws IOException {
        assertTrue(Corpus.trained(Corpus.wordPiece(700, new BertCleaning(true, Accents.AS_CASE)))
                .hasHangulInPieces());
        assertFalse(Corpus.trained(Corpus.wordPiece(700, new BertCleaning(true, Accents.KEPT)))
                .hasHangulInPieces());
    }

    @Test
    void filesMayBeZippedAndSeveral() throws IOException {
        String corpus = Files.readString(Corpus.FILE);
        int half = corpus.indexOf('\n', corpus.length() / 2) + 1;
        Path zipped = folder.resolve("first");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(corpus.substring(0, half).getBytes(StandardCharsets.UTF_8));
        }
        List<Path> parts = List.of(zipped, text(corpus.substring(half)));
        assertEquals(Corpus.trained(Corpus.bpe(600)), Corpus.bpe(600).train(parts, TrainingProgress.NONE));
    }

    @Test
    void stagesAreHeard() throws IOException {
        Set<String> stages = new HashSet<>();
        Corpus.unigram(500, Unknown.TOKEN).train(List.of(Corpus.FILE), (stage, share) -> {
            assertTrue(Double.isNaN(share) || (share >= 0 && share <= 1), stage + " " + share);
            stages.add(stage);
        });
        Corpus.bpe(500).train(List.of(Corpus.FILE), (stage, share) -> stages.add(stage));
        assertEquals(Set.of("counting words", "finding pieces", "fitting pieces", "merging pairs"), stages);
    }

    @Test
    void aLineMayBeLongerThanABlock() throws IOException {
        Path file = text("ab ab\n" + "x".repeat(3_000_000) + "\nab");
        TrainedTokenizer trained = Corpus.bpe(258).train(List.of(file), TrainingProgress.NONE);
        assertEquals("xx", trained.tokens().get(257));
    }

    @Test
    void emptyTextsAreRefused() throws IOException {
        for (String content : List.of("", "\n \n\t\n")) {
            Path file = text(content);
            assertRefused(
                    Corpus.wordPiece(500, CASED),
                    file,
                    "There is no word in [" + file + "]; a tokenizer needs a text to learn from.");
        }
    }

    @Test
    void aVocabularySmallerThanTheAlphabetIsRefused() throws IOException {
        assertRefused(
                Corpus.bpe(256),
                Corpus.FILE,
                "The vocabulary's size is 256 but the characters of the texts and the special tokens alone are 257;"
                        + " take at least 257, or limit the alphabet.");
        assertRefused(
                Corpus.unigram(9, Unknown.TOKEN),
                text("abc abd"),
                "The vocabulary's size is 9 but the characters of the texts and the special tokens alone are 10;"
                        + " take at least 10, or limit the alphabet.");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsPlace() throws IOException {
        Path file = folder.resolve("latin.txt");
        Files.write(file, "one\ntwo\ncaf\u00e9 three\n".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(
                Corpus.bpe(300),
                file,
                file + ":3: byte 4 of the line, 0xE9, is not UTF-8; convert the file, as with `iconv -t UTF-8`");
    }

    @Test
    void filesThatAreNoneAreRefused() throws IOException {
        Path missing = folder.resolve("missing.txt");
        assertRefused(Corpus.bpe(300), missing, missing + " does not exist; name text files");
        assertRefused(Corpus.bpe(300), folder, folder + " is no file; name text files");
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        assertTrue(refused(Corpus.bpe(300), cut).startsWith(cut + " is no whole gzip file: "));
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertInvalid(
                "The special token [PAD] is there twice; leave one out.",
                () -> Corpus.vocabulary(100, List.of("[PAD]", "[UNK]", "[PAD]")));
        assertInvalid("A special token is empty; leave it out.", () -> Corpus.vocabulary(100, List.of("")));
        assertInvalid("the vocabulary's size is 0 but must be at least 1", () -> Corpus.vocabulary(0, List.of()));
        assertInvalid(
                "The special tokens [[PAD]] have none for what is unknown; add one of [[UNK], <unk>].",
                () -> new WordPieceTraining(Corpus.vocabulary(100, List.of("[PAD]")), List.of(), CASED));
        assertInvalid(
                "The minimum frequency is 2 but unigram knows none: it chooses pieces by their worth; leave it out.",
                () -> new UnigramTraining(Corpus.vocabulary(100, List.of("<unk>")), List.of(), Unknown.TOKEN));
    }

    private static void assertRefused(TokenizerTraining training, Path file, String message) {
        assertEquals(message, refused(training, file));
    }

    private static String refused(TokenizerTraining training, Path file) {
        return String.valueOf(
                assertThrows(InvalidInputException.class, () -> training.train(List.of(file), TrainingProgress.NONE))
                        .getMessage());
    }

    private static void assertInvalid(String message, org.junit.jupiter.api.function.Executable settings) {
        assertEquals(
                message, assertThrows(InvalidInputException.class, settings).getMessage());
    }
}
