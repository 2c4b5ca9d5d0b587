package dev.jformers.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the content of one file. What has arrived is kept when the connection breaks, and a later attempt or another process
 * goes on from there; the blob appears when it is whole and its checksum is right.
 */
final class BlobDownload {

    private static final int BUFFER = 1 << 16;

    /** A connection that brings this much before it breaks is worth as many attempts as a new one. */
    private static final long WORTHWHILE_BYTES = 1 << 20;

    private final HubApi api;
    private final RemoteFile file;
    private final String commit;
    private final Path partial;
    private final TransferMeter meter;
    private boolean spoiled;

    BlobDownload(HubApi api, RemoteFile file, String commit, Path partial, TransferMeter meter) {
        this.api = api;
        this.file = file;
        this.commit = commit;
        this.partial = partial;
        this.meter = meter;
    }

    /**
     * @throws IOException if the hub sends too little, too much or something else; what is wrong is deleted
     */
    void to(Path blob) throws IOException {
        boolean resumed = Files.exists(partial);
        try {
            fill();
            if (resumed && wrongChecksum().isPresent()) {
                meter.found(-file.size());
                Files.delete(partial);
                fill();
            }
        } catch (HubProtocolException e) {
            if (spoiled) {
                Files.deleteIfExists(partial);
            }
            throw e;
        }
        Optional<String> wrong = wrongChecksum();
        if (wrong.isPresent()) {
            Files.delete(partial);
            throw new IOException(wrong.get());
        }
        Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE);
    }

    private Optional<String> wrongChecksum() throws IOException {
        Optional<Checksum> checksum = Checksum.of(file.etag());
        if (checksum.isEmpty()) {
            return Optional.empty();
        }
        String found = checksum.get().of(partial);
        return found.equals(file.etag())
                ? Optional.empty()
                : Optional.of(
                        api.subject(file.name()) + ": its " + checksum.get() + " is " + found
                                + " but the hub says " + file.etag()
                                + ": it was damaged or changed on the way, and was deleted; try again, or check HF_ENDPOINT and proxies.");
    }

    private void fill() throws IOException {
        try (FileChannel out = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (out.size() > file.size()) {
                out.truncate(0);
            }
            out.position(out.size());
            meter.found(out.position());
            int failures = 0;
            while (out.position() < file.size()) {
                long before = out.position();
                IOException broken = append(out);
                boolean worthwhile = out.position() - before >= WORTHWHILE_BYTES;
                failures = worthwhile ? 1 : failures + 1;
                if (out.position() < file.size()) {
                    rest(failures, out.position(), broken);
                }
            }
            out.force(true);
        }
    }

    private void rest(int failures, long position, @Nullable IOException broken) throws IOException {
        if (failures >= api.backoff().attempts()) {
            String why = broken == null ? "the answer ended" : broken.getMessage();
            throw new IOException(
                    api.subject(file.name()) + ": the connection broke after " + position + " of " + file.size()
                            + " bytes (" + why + "), " + failures
                            + " times; they are kept: try again to go on from there.",
                    broken);
        }
        Backoff.sleep(api.backoff().wait(failures));
    }

    /** Returns what broke the connection; null where the answer came to its end. */
    private @Nullable IOException append(FileChannel out) throws IOException {
        HttpResponse<InputStream> answer = api.content(commit, file.name(), out.position());
        try (TimedBody body = api.body(answer)) {
            requirePlace(answer, out);
            requireLength(answer, out.position());
            return copy(body, out);
        }
    }

    /** A hub may begin anew in place of going on; then so do we. */
    private void requirePlace(HttpResponse<?> answer, FileChannel out) throws IOException {
        if (answer.statusCode() == 200) {
            meter.found(-out.position());
            out.truncate(0);
            return;
        }
        String range = answer.headers().firstValue("Content-Range").orElse("");
        if (answer.statusCode() != 206 || !range.startsWith("bytes " + out.position() + "-")) {
            throw spoiled(": asked for the bytes from " + out.position()
                    + " on, the hub answered " + answer.statusCode() + " with the range \"" + range
                    + "\"; what there was is deleted: try again.");
        }
    }

    private void requireLength(HttpResponse<?> answer, long position) throws HubProtocolException {
        Optional<String> length =
                answer.headers().firstValue("Content-Length").filter(text -> text.matches("\\d{1,18}"));
        if (length.isPresent() && Long.parseLong(length.get()) > file.size() - position) {
            throw tooMuch();
        }
    }

    private @Nullable IOException copy(TimedBody body, FileChannel out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (true) {
            int count;
            try {
                count = body.read(buffer);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                return e;
            }
            if (count < 0) {
                return null;
            }
            if (count > file.size() - out.position()) {
                throw tooMuch();
            }
            write(out, ByteBuffer.wrap(buffer, 0, count));
            meter.received(file.name(), count);
        }
    }

    private void write(FileChannel out, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("Could not write " + partial + ": " + e.getMessage(), e);
        }
    }

    private HubProtocolException tooMuch() {
        return spoiled(": the hub sends more than the " + file.size()
                + " bytes that it said; what there was is deleted. Check HF_ENDPOINT and proxies.");
    }

    private HubProtocolException spoiled(String how) {
        spoiled = true;
        return new HubProtocolException(api.subject(file.name()) + how);
    }
}
