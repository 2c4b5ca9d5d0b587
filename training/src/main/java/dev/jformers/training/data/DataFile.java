package dev.jformers.training.data;

import dev.jformers.InvalidInputException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** An open data file: its bytes are hashed while they are read, and unzipped where its name ends in {@code .gz}. */
final class DataFile implements Closeable {

    private static final String GZIP = ".gz";
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final DigestInputStream stored;
    private InputStream content;

    private DataFile(Path path) throws IOException {
        this.path = path;
        this.stored = new DigestInputStream(Files.newInputStream(path), sha256());
        this.content = stored;
    }

    static DataFile open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new InvalidInputException("%s is a folder; name a file in it.".formatted(path));
        }
        if (Files.notExists(path)) {
            throw new InvalidInputException("%s does not exist (relative to %s)%s"
                    .formatted(path, Path.of("").toAbsolutePath(), Place.didYouMean(fileName(path), siblings(path))));
        }
        if (Files.isRegularFile(path) && Files.size(path) == 0) {
            throw empty(path);
        }
        return new DataFile(path);
    }

    static InvalidInputException empty(Path path) {
        return new InvalidInputException("%s is empty; it must hold at least one example.".formatted(path));
    }

    static String nameWithoutGzip(Path path) {
        String name = fileName(path);
        return isGzip(path) ? name.substring(0, name.length() - GZIP.length()) : name;
    }

    /** The file's content from its beginning, unzipped; asked for once, and closed with this file. */
    InputStream content() throws IOException {
        if (isGzip(path)) {
            content = new GZIPInputStream(stored, BUFFER);
        }
        return content;
    }

    /** Reads what is left of the file and returns the hash of all of its bytes, in hexadecimal digits. */
    String sha256OfBytes() throws IOException {
        stored.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(stored.getMessageDigest().digest());
    }

    /**
     * What a failure to read means: a broken gzip file can be mended by the user; anything else names the file. An
     * interruption is no trouble with the file and stays what it is.
     */
    static IOException explained(IOException e, Path path) {
        if (e instanceof ClosedByInterruptException) {
            return e;
        }
        if (isGzip(path) && (e instanceof ZipException || e instanceof EOFException)) {
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

    private static boolean isGzip(Path path) {
        return fileName(path).toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    private static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static List<String> siblings(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(1000).map(DataFile::fileName).toList();
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
