package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerTest {

    private static final Path FILES = Path.of("src/test/resources/fixtures/tokenizer-files");
    private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tokenizer");

    @TempDir
    private Path folder = Path.of("");

    private static List<String> texts(int count) {
        List<String> some = List.of("", "a", "the people are here", "나는 학교에 간다 ㅋㅋ", "two  spaces\n", "\ud83d\ude00 é");
        return IntStream.range(0, count)
                .mapToObj(i -> some.get(i % some.size()) + (i % 7 == 0 ? " " + i : ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "gpt2", "llama", "marian", "t5", "xlm-roberta"})
    void aBatchIsEncodedAsEachTextAlone(String name) throws IOException {
        try (Tokenizer whole = Tokenizer.load(FILES.resolve(name));
                Tokenizer truncating = Tokenizer.load(FILES.resolve(name), 6)) {
            for (int count : new int[] {1, 10, 300}) {
                compare(whole, texts(count));
                assertTrue(compare(truncating, texts(count)) > 0 || count < 4, name);
            }
        }
    }

    /** Returns how many texts were truncated. */
    private static long compare(Tokenizer tokenizer, List<String> texts) {
        List<EncodedText> batch = tokenizer.encode(texts);
        assertEquals(texts.size(), batch.size());
        for (int i = 0; i < texts.size(); i++) {
            EncodedText alone = tokenizer.encode(texts.get(i));
            assertArrayEquals(alone.ids(), batch.get(i).ids(), texts.get(i));
            assertArrayEquals(alone.types(), batch.get(i).types(), texts.get(i));
            assertEquals(alone.truncated(), batch.get(i).truncated(), texts.get(i));
        }
        return batch.stream().filter(EncodedText::truncated).count();
    }

    @Test
    void segmentsThatATemplateGivesToATextAloneAreKept() throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(FIXTURE.resolve("tokenizer.json")))
                .getAsJsonObject();
        JsonObject template = new TemplateJson().text().secondText(0).json();
        template.getAsJsonArray("single")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("Sequence")
                .addProperty("type_id", 2);
        json.add("post_processor", template);
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            EncodedText text = tokenizer.encode(List.of("the people")).get(0);
            assertTrue(text.length() > 0);
            assertEquals(
                    text.length(),
                    IntStream.of(text.types()).filter(type -> type == 2).count());
        }
    }

    @Test
    void specialTokensThatOpenAndCloseATextAreCounted() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(FILES.resolve("bert"))) {
            int[] ids = tokenizer.encode("the people").ids();
            assertEquals(1, tokenizer.specialTokensAhead(ids));
            assertEquals(1, tokenizer.specialTokensBehind(ids));
            assertEquals(2, tokenizer.specialTokensAhead(tokenizer.encode("").ids()));
        }
    }
}
