package dev.jformers.checkpoint.pytorch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Knows how many bytes went through. */
final class CountingStream extends FilterOutputStream {

    private long written;

    CountingStream(OutputStream out) {
        super(out);
    }

    long written() {
        return written;
    }

    @Override
    public void write(int value) throws IOException {
        out.write(value);
        written++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        written += length;
    }
}
