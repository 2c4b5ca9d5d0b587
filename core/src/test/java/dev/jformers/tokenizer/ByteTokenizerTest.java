package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteTokenizerTest {

    private static final String TEXT =
            "ROMEO: \u00c9t\u00e9 \ud55c\uad6d\uc5b4\n\t\ud83d\ude00 <3  \u0000\u007f\u00ad end ";

    @TempDir
    Path folder;

    @Test
    void eachByteIsATokenAndTheTextComesBack() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(written(0))) {
            int[] ids = tokenizer.encode(TEXT).ids();
            byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
            assertEquals(bytes.length, ids.length);
            for (int i = 0; i < ids.length; i++) {
                assertEquals(Byte.toUnsignedInt(bytes[i]), ids[i], "byte " + i);
            }
            assertEquals(TEXT, tokenizer.decode(ids));
        }
    }

    @Test
    void specialTokensFollowTheBytesAndAreLeftOutOfTexts() throws IOException {
        Path model = written(3);
        assertEquals(261, Tokenizer.vocabularySize(model));
        assertEquals(261, new ByteTokenizer(3).vocabularySize());
        assertEquals(List.of(258, 259, 260), Sentinels.read(model));
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            assertArrayEquals(
                    new int[] {256, 257, 258, 'a'},
                    tokenizer.encode("</s><pad><extra_id_0>a").ids());
            assertEquals("a", tokenizer.decode(new int[] {256, 'a', 260}));
        }
    }

    @Test
    void sentinelsThatAreMissingAreReportedWithWhatToDo() throws IOException {
        Path model = written(0);
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> Sentinels.read(model));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("has no <extra_id_0> among its added_tokens"),
                refused.getMessage());
    }

    private Path written(int extraIds) throws IOException {
        HuggingFaceFolderWriter files = new HuggingFaceFolderWriter(new JsonObject(), new SafetensorsWriter());
        new ByteTokenizer(extraIds).addTo(files, 128);
        Path model = folder.resolve("model-" + extraIds);
        if (!Files.exists(model)) {
            files.write(model);
        }
        return model;
    }
}
