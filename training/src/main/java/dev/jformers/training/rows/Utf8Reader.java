package dev.jformers.training.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Decodes UTF-8 strictly and knows where it stopped; a byte order mark at the beginning is skipped. */
final class Utf8Reader extends Reader {

    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream input;
    private final String name;
    private final CharsetDecoder decoder = UTF_8.newDecoder(); // reports malformed input, as new decoders do
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).limit(0);
    private long bytesBeforeBuffer;
    private long line = 1;
    private boolean started;
    private boolean ended;
    private boolean exhausted;

    /**
     * @param name what messages call the input
     */
    Utf8Reader(InputStream input, String name) {
        this.input = input;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Whether not one character has been read. */
    boolean isEmpty() {
        return !started;
    }

    /** Whether the end has been asked for and met. */
    boolean isExhausted() {
        return exhausted;
    }

    /**
     * @throws dev.jformers.InvalidInputException where the bytes are not UTF-8
     */
    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (!chars.hasRemaining()) {
            if (ended) {
                exhausted = true;
                return -1;
            }
            decodeMore();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    /** Whether there is something to read at once. */
    @Override
    public boolean ready() throws IOException {
        return chars.hasRemaining() || input.available() > 0;
    }

    private void decodeMore() throws IOException {
        boolean last = !readBytes();
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, last);
        chars.flip();
        if (result.isError()) {
            long offset = bytesBeforeBuffer + bytes.position();
            throw new Place(name, line + newlines())
                    .end(
                            ("byte %d of the text (counted from 0) is 0x%02X, which is not UTF-8; convert the text to UTF-8, as with"
                                            + " iconv.")
                                    .formatted(offset, bytes.get()));
        }
        line += newlines();
        ended = last && result.isUnderflow();
        if (!started && chars.hasRemaining()) {
            started = true;
            if (chars.charAt(0) == BYTE_ORDER_MARK) {
                chars.get();
            }
        }
    }

    /** Keeps the bytes that are not decoded yet and adds to them; false at the end of the input. */
    private boolean readBytes() throws IOException {
        bytesBeforeBuffer += bytes.position();
        bytes.compact();
        int count = input.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
        return count >= 0;
    }

    private int newlines() {
        int count = 0;
        for (int i = chars.position(); i < chars.limit(); i++) {
            if (chars.get(i) == '\n') {
                count++;
            }
        }
        return count;
    }

    /** Does nothing: who opened the input closes it. */
    @Override
    public void close() {}
}
