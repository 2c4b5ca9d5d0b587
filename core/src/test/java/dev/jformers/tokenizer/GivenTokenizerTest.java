package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenTokenizerTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Path OLDER = FIXTURES.resolve("tokenizer-files");

    @TempDir
    private Path folder = Path.of("");

    private Path written(GivenTokenizer tokenizer) throws IOException {
        Path model = folder.resolve("model");
        HuggingFaceFolderWriter files = new HuggingFaceFolderWriter(new JsonObject(), new SafetensorsWriter());
        tokenizer.addTo(files, 64);
        files.write(model);
        return model;
    }

    @Test
    void allFilesOfItsFolderComeWithIt() throws IOException {
        Path source = FIXTURES.resolve("bert-tiny-classifier");
        GivenTokenizer given = GivenTokenizer.read(source.resolve("tokenizer.json"));
        assertTrue(given.converted().isEmpty());
        Path model = written(given);
        for (String file : new String[] {"tokenizer.json", "tokenizer_config.json", "vocab.txt"}) {
            assertEquals(-1, Files.mismatch(source.resolve(file), model.resolve(file)), file);
        }
        assertFalse(given.files().stream().anyMatch(file -> file.endsWith("config.json")));
        assertEquals(Tokenizer.vocabularySize(source), given.vocabularySize());
    }

    @Test
    void olderFilesGetTheTokenizerJsonThatTheyLack() throws IOException {
        GivenTokenizer given = GivenTokenizer.read(OLDER.resolve("t5/spiece.model"));
        Path model = written(given);
        assertTrue(Files.isRegularFile(model.resolve("tokenizer.json")));
        try (Tokenizer before = Tokenizer.load(OLDER.resolve("t5"));
                Tokenizer after = Tokenizer.load(model)) {
            String text = "나는 the people <extra_id_0>";
            assertArrayEquals(before.encode(text).ids(), after.encode(text).ids());
        }
    }

    @Test
    void whatIsNoTokenizerIsRefused() throws IOException {
        Path named = Files.writeString(folder.resolve("words.txt"), "a\n");
        String message = assertThrows(InvalidInputException.class, () -> GivenTokenizer.read(named))
                .getMessage();
        assertEquals(
                named
                        + " is not called as the files of tokenizers are; rename it to tokenizer.json, vocab.txt or"
                        + " what it is, or name that of a model's folder.",
                message);
        Path damaged = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThrows(InvalidInputException.class, () -> GivenTokenizer.read(damaged));
    }
}
