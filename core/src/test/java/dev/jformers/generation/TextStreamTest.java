package dev.jformers.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a token a byte. */
class TextStreamTest {

    private final List<String> pieces = new ArrayList<>();

    @Test
    void charactersOfSeveralTokensComeWhole() {
        TextStream stream = stream();
        for (byte each : "a\ud55c\uae00\ud83d\ude00!".getBytes(StandardCharsets.UTF_8)) {
            assertTrue(stream.add(Byte.toUnsignedInt(each)));
        }
        assertEquals(List.of("a", "\ud55c", "\uae00", "\ud83d\ude00", "!"), pieces);
        assertEquals("a\ud55c\uae00\ud83d\ude00!", stream.finish());
    }

    @Test
    void halfACharacterThatNothingFollowsIsShownAtTheEnd() {
        TextStream stream = stream();
        stream.add(0xED);
        assertEquals(List.of(), pieces);
        assertEquals("\uFFFD", stream.finish());
    }

    @Test
    void aStopStringIsWholeCharacters() {
        assertThrows(InvalidInputException.class, () -> stream(""));
        for (String half : List.of("\ud83d", "\ude00a", "a\ufffd")) {
            String message = assertThrows(InvalidInputException.class, () -> stream(half))
                    .getMessage();
            assertTrue(String.valueOf(message).contains("in the middle of a character"), message);
        }
        TextStream stream = stream("\ud55c");
        assertTrue(stream.add(0xED));
        assertTrue(stream.add(0x95));
        assertFalse(stream.add(0x9C));
        assertEquals("", stream.finish());
    }

    @Test
    void theTextEndsBeforeAStopStringAlsoWhereItSpansTokens() {
        TextStream stream = stream("END", "\n\n");
        StringBuilder read = new StringBuilder();
        for (char each : "one EN two\nthree END four".toCharArray()) {
            read.append(each);
            if (!stream.add(each)) {
                break;
            }
        }
        assertEquals("one EN two\nthree END", read.toString());
        assertEquals("one EN two\nthree ", String.join("", pieces));
        assertEquals("one EN two\nthree ", stream.finish());
    }

    @Test
    void whatMayBeTheBeginningOfAStopStringWaits() {
        TextStream stream = stream("END");
        stream.add('E');
        stream.add('N');
        assertEquals(List.of(), pieces);
        stream.add('d');
        assertEquals(List.of("ENd"), pieces);
        assertFalse(stream("x").add('x'));
    }

    private TextStream stream(String... stops) {
        return new TextStream(TextStreamTest::text, List.of(stops), pieces::add);
    }

    private static String text(int[] tokens) {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) tokens[i];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
