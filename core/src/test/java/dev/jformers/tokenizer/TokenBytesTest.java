package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of tokens, against what the tokenizer decodes. */
class TokenBytesTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/tokenizer-files");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"bert", "gpt2", "llama", "roberta", "t5"})
    void joinedTheyAreWhatTheTokenizerDecodes(String name) throws IOException {
        TokenBytes bytes = TokenBytes.read(FIXTURES.resolve(name));
        Random random = new Random(3);
        int[] whole = IntStream.range(0, bytes.size())
                .filter(id -> isText(bytes.of(id, false).orElse(new byte[] {-1})))
                .toArray();
        assertTrue(whole.length > 100, "" + whole.length);
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve(name))) {
            for (int text = 0; text < 300; text++) {
                int[] ids = random.ints(1 + random.nextInt(6), 0, whole.length)
                        .map(place -> whole[place])
                        .toArray();
                assertEquals(
                        tokenizer.decode(ids),
                        text(bytes, ids),
                        () -> IntStream.of(ids).boxed().toList() + "");
            }
            for (String line :
                    new String[] {"Das ist \"gut\", isn't it?", "나는 학교에 갔다. 😀", "a  b\tc\n{\"x\": [1, 2]}"}) {
                int[] ids = tokenizer.encode(line).ids();
                assertEquals(tokenizer.decode(ids), text(bytes, ids));
            }
        }
    }

    private static boolean isText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String text(TokenBytes bytes, int[] ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean first = true;
        for (int id : ids) {
            byte[] written = bytes.of(id, first).orElse(null);
            if (written != null) {
                text.writeBytes(written);
                first = false;
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aDecoderThatIsNotKnownIsNamed() throws IOException {
        HuggingFaceFolderWriter files = new HuggingFaceFolderWriter(new JsonObject(), new SafetensorsWriter());
        new ByteTokenizer(0).addTo(files, 10);
        files.write(folder.resolve("model"));
        Path file = folder.resolve("model").resolve("tokenizer.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("(?s)\"decoder\": \\{.*?\\}", "\"decoder\": {\"type\": \"BPEDecoder\"}"));
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> TokenBytes.read(folder.resolve("model")));
        assertEquals(
                file + ": which bytes a token writes is not known for the decoder BPEDecoder; constraints need one of"
                        + " ByteLevel, Metaspace, WordPiece, or Replace, ByteFallback, Fuse, Strip.",
                refused.getMessage());
    }
}
