package dev.jformers.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;

/** The process's standard input, be it a terminal, a pipe or a file, for a thread that may be interrupted while it waits. */
final class StandardInput extends InputStream {

    private final FileInputStream stream = new FileInputStream(FileDescriptor.in);
    /** Hears an interruption, as the stream does not; but cannot say what is available in a pipe. */
    private final InputStream channel = Channels.newInputStream(stream.getChannel());

    @Override
    public int read() throws IOException {
        return channel.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return channel.read(target, offset, length);
    }

    @Override
    public int available() throws IOException {
        return stream.available();
    }
}
