package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecialTokensTest {

    private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tokenizer");
    private static final String MASK = "{\"id\": 4, \"content\": \"[MASK]\", \"special\": true}";

    @TempDir
    Path folder;

    @Test
    void specialTokensAreReadFromTheTokenizer() throws IOException {
        SpecialTokens tokens = SpecialTokens.read(FIXTURE);
        List<String> vocabulary = Files.readAllLines(FIXTURE.resolve("vocab.txt"));
        assertEquals(vocabulary.indexOf("[MASK]"), tokens.mask());
        assertEquals(5, tokens.special().size());
        assertEquals(vocabulary.size(), tokens.vocabularySize());
    }

    @Test
    void piecesInAListAreCounted() throws IOException {
        write("{\"added_tokens\": [" + MASK + "], \"model\": {\"vocab\": [[\"a\", 0], [\"b\", 0]]}}");
        assertEquals(new SpecialTokens("[MASK]", 4, Set.of(4), 5), SpecialTokens.read(folder));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"added_tokens": [MASK]}                                     | ` has no model.vocab, the tokens and their ids; is it a tokenizer?`
                    {"added_tokens": [MASK], "model": {}}                        | ` has no model.vocab, the tokens and their ids; is it a tokenizer?`
                    {"added_tokens": [MASK], "model": 7}                         | ` has no model.vocab, the tokens and their ids; is it a tokenizer?`
                    {"added_tokens": [MASK], "model": {"vocab": {"a": "x"}}}     | : token a has the id "x", which is none
                    {"added_tokens": [{"id": 4}], "model": {"vocab": {"a": 0}}}  | : added token {"id":4} must say whether it is special, true or false
                    {"added_tokens": [4], "model": {"vocab": {"a": 0}}}          | : added token 4 must say whether it is special, true or false
                    {"added_tokens": [{"special": true}]}                        | : token {"special":true} has the id null, which is none
                    {"added_tokens": {}, "model": {"vocab": {"a": 0}}}           | : added_tokens must be a list but is {}
                    []                                                           | ` must be a JSON object, {...}, but is a BEGIN_ARRAY`
                    """)
    void whatIsNoTokenizerIsRefused(String json, String problem) throws IOException {
        Path file = write(json.replace("MASK", MASK));
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> SpecialTokens.read(folder));
        assertEquals(file + problem, refused.getMessage());
    }

    @Test
    void aTokenizerWithoutAMaskIsRefused() throws IOException {
        write("{\"model\": {\"vocab\": {\"a\": 0}}}");
        String message = String.valueOf(assertThrows(InvalidInputException.class, () -> SpecialTokens.read(folder))
                .getMessage());
        assertTrue(message.contains("masked language modelling needs one"), message);
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("tokenizer.json"), json);
    }
}
