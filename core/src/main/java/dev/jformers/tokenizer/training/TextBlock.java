package dev.jformers.tokenizer.training;

import dev.jformers.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Whole lines of a file.
 *
 * @param bytes the lines, their ends included
 * @param file where they are from
 * @param firstLine number of the first one, from 1
 */
record TextBlock(ByteBuffer bytes, Path file, long firstLine) {

    /**
     * @throws InvalidInputException if they are not UTF-8, with the line and the byte
     */
    CharBuffer decoded() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        ByteBuffer rest = bytes.duplicate();
        CoderResult result = decoder.decode(rest, text, true);
        if (result.isError()) {
            throw notUtf8(rest.position());
        }
        return text.flip();
    }

    private InvalidInputException notUtf8(int position) {
        long line = firstLine;
        int lineStart = bytes.position();
        for (int i = bytes.position(); i < position; i++) {
            if (bytes.get(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new InvalidInputException(
                "%s:%d: byte %d of the line, 0x%02X, is not UTF-8; convert the file, as with `iconv -t UTF-8`"
                        .formatted(file, line, position - lineStart + 1, bytes.get(position)));
    }
}
