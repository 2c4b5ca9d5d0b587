package dev.jformers.tokenizer.training;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.IoConsumer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads text files, gzip or not, as blocks of whole lines. Not thread-safe. */
final class TextBlocks {

    private static final int BLOCK_BYTES = 1 << 20;
    private static final int LONGEST_LINE = 1 << 28;
    private static final int GZIP_MAGIC = 0x8b1f;

    private final List<Path> files;
    private final long totalBytes;
    private long bytesRead;

    /**
     * @throws InvalidInputException if a file is missing
     */
    TextBlocks(List<Path> files) throws IOException {
        this.files = List.copyOf(files);
        long total = 0;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException(
                        file + (Files.exists(file) ? " is no file" : " does not exist") + "; name text files");
            }
            total += Files.size(file);
        }
        totalBytes = total;
    }

    /** Hands on the blocks one after the other. */
    void forEach(IoConsumer<TextBlock> sink) throws IOException {
        for (Path file : files) {
            try (InputStream in = open(file)) {
                read(file, in, sink);
            } catch (EOFException | ZipException e) {
                throw new InvalidInputException(file + " is no whole gzip file: " + e.getMessage(), e);
            }
        }
    }

    /** The share of the files' bytes that is read; NaN if they have none. */
    double share() {
        return (double) bytesRead / totalBytes;
    }

    private InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(new CountedStream(Files.newInputStream(file)), 1 << 16);
        try {
            in.mark(2);
            boolean gzip = (in.read() | in.read() << 8) == GZIP_MAGIC;
            in.reset();
            return gzip ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static void read(Path file, InputStream in, IoConsumer<TextBlock> sink) throws IOException {
        byte[] bytes = new byte[BLOCK_BYTES];
        int length = 0;
        long line = 1;
        int read = in.readNBytes(bytes, 0, bytes.length);
        while (read > 0) {
            length += read;
            int end = lastLineEnd(bytes, length);
            if (length < bytes.length) {
                end = length;
            }
            byte[] next = new byte[end == 0 ? longer(file, line, bytes) : Math.max(BLOCK_BYTES, length - end + 1)];
            System.arraycopy(bytes, end, next, 0, length - end);
            if (end > 0) {
                sink.accept(new TextBlock(ByteBuffer.wrap(bytes, 0, end), file, line));
                line += newlines(bytes, end);
            }
            length -= end;
            bytes = next;
            read = in.readNBytes(bytes, length, bytes.length - length);
        }
        if (length > 0) {
            sink.accept(new TextBlock(ByteBuffer.wrap(bytes, 0, length), file, line));
        }
    }

    private static int longer(Path file, long line, byte[] bytes) {
        if (bytes.length >= LONGEST_LINE) {
            throw new InvalidInputException("%s:%d: the line is longer than %,d bytes; break the text into lines"
                    .formatted(file, line, LONGEST_LINE));
        }
        return 2 * bytes.length;
    }

    private static int lastLineEnd(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static long newlines(byte[] bytes, int length) {
        long count = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                count++;
            }
        }
        return count;
    }

    /** Counts what is read of a file as it lies there. */
    private final class CountedStream extends FilterInputStream {

        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            bytesRead += Math.max(read, 0);
            return read;
        }
    }
}
