package dev.jformers.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard output as UTF-8. A {@link PrintWriter} keeps failures to itself, so this remembers the first: a
 * reader that has left ({@code | head}) ends the command quietly, a full disk behind {@code >} does not.
 */
final class StandardOutput extends Writer {

    private final Writer out = new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8));
    private @Nullable IOException failure;

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        attempt(() -> out.write(text, offset, length));
    }

    @Override
    public void flush() throws IOException {
        attempt(out::flush);
    }

    /** Flushes; the descriptor stays open. */
    @Override
    public void close() throws IOException {
        flush();
    }

    /** Flushes, and returns the exit code that is right after everything that happened here. */
    int finish(int code, PrintWriter errors) {
        try {
            flush();
        } catch (IOException e) {
            failure = e;
        }
        if (failure == null) {
            return code;
        }
        if (readerLeft(failure)) {
            return ExitCodes.OK;
        }
        errors.println("jformers: could not write to the standard output: " + failure.getMessage());
        return ExitCodes.FAILED;
    }

    private static boolean readerLeft(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("Broken pipe") || message.startsWith("The pipe");
    }

    private void attempt(Writing writing) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            writing.run();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }
}
