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

    @Test
    void aLongTextIsDecodedAFewTokensAtATime() {
        String text = "\ud55c\uae00 and \ud83d\ude00, ".repeat(100) + "END";
        int[] most = {0};
        TextStream stream = new TextStream(
                tokens -> {
                    most[0] = Math.max(most[0], tokens.length);
                    return text(tokens);
                },
                List.of("END"),
                pieces::add);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            stream.add(Byte.toUnsignedInt(each));
        }
        assertTrue(stream.isStopped());
        assertEquals(text.substring(0, text.length() - 3), stream.finish());
        assertEquals(stream.finish(), String.join("", pieces));
        assertTrue(most[0] < 80, "at most " + most[0] + " tokens at a time");
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
