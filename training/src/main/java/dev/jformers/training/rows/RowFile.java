package dev.jformers.training.rows;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file, one after the other: UTF-8, with or without a byte order mark, lines ending in LF or CRLF. It is unzipped
 * where its name ends in {@code .gz}, and hashed while it is read. Not thread-safe; close it.
 */
public final class RowFile implements Closeable {

    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final DigestInputStream stored;
    private final InputStream content;
    private final Utf8Reader text;
    private final RowReader rows;

    private RowFile(Path path, FileChannel channel, DataFormat format, @Nullable List<String> columns)
            throws IOException {
        this.path = path;
        this.channel = channel;
        this.stored = new DigestInputStream(Channels.newInputStream(channel), sha256());
        this.content = DataFormat.isGzip(path) ? new GZIPInputStream(stored, BUFFER) : stored;
        this.text = new Utf8Reader(content, path.toString());
        this.rows = format.reader(text, columns);
    }

    /**
     * @param columns the names of the columns of a CSV or TSV file that has no header line; null where the first line names them
     * @throws InvalidInputException if there is no such file, or it is no gzip file although its name says so
     * @throws IOException if the file cannot be opened; the message names it
     */
    public static RowFile open(Path path, DataFormat format, @Nullable List<String> columns) throws IOException {
        requireFile(path);
        FileChannel channel = opened(path);
        try {
            return new RowFile(path, channel, format, columns);
        } catch (IOException e) {
            channel.close();
            throw explained(e, path);
        }
    }

    private static FileChannel opened(Path path) throws IOException {
        try {
            return FileChannel.open(path);
        } catch (IOException e) {
            throw explained(e, path);
        }
    }

    /**
     * @throws InvalidInputException if there is no such file
     */
    public static void requireFile(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new InvalidInputException("%s is a folder; name a file in it.".formatted(path));
        }
        if (Files.notExists(path)) {
            String hint = NearMiss.hintOr(DataFormat.fileName(path), siblings(path), ".");
            throw new InvalidInputException("%s does not exist (relative to %s)%s"
                    .formatted(path, Path.of("").toAbsolutePath(), hint));
        }
    }

    /**
     * The next row, or null after the last.
     *
     * @throws InvalidInputException if a rule of the format is broken; the message names the line
     * @throws IOException if the file cannot be read; the message names it
     */
    public @Nullable Row read() throws IOException {
        try {
            return rows.read();
        } catch (IOException e) {
            throw explained(e, path);
        }
    }

    /** Whether the file has not one character, as far as it has been read. */
    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** How much of the file has been read, from 0 to 1; NaN where nobody knows. */
    public double progress() {
        try {
            return (double) channel.position() / channel.size();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Reads what is left of the file and returns the hash of all of its bytes, zipped where they are, in hexadecimal digits. */
    public String sha256OfBytes() throws IOException {
        try {
            stored.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw explained(e, path);
        }
        return HexFormat.of().formatHex(stored.getMessageDigest().digest());
    }

    /**
     * What a failure to read means: a broken gzip file can be mended by the user; anything else names the file. An interruption is no
     * trouble with the file and stays what it is.
     */
    private static IOException explained(IOException e, Path path) {
        if (e instanceof ClosedByInterruptException) {
            return e;
        }
        if (DataFormat.isGzip(path) && (e instanceof ZipException || e instanceof EOFException)) {
            throw new InvalidInputException(
                    "%s is not a whole gzip file (%s); compress or download it again.".formatted(path, e.getMessage()),
                    e);
        }
        return new IOException("Cannot read %s: %s".formatted(path, e), e);
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private static List<String> siblings(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(1000).map(DataFormat::fileName).toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
