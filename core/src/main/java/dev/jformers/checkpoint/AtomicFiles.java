package dev.jformers.checkpoint;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files and folders that appear whole or not at all, whatever happens: an exception, a killed process, a power cut.
 *
 * <p>What is written goes to a sibling {@code .NAME.tmp-RANDOM} of the target {@code NAME}, is forced to the disk and then
 * renamed. A process that is killed meanwhile leaves the sibling behind; {@link #deleteLeftovers} clears it away. Missing
 * parent folders are made. Thread-safe, also for two writers of one target: the last one to finish wins.
 */
public final class AtomicFiles {

    private static final String TEMPORARY = ".tmp-";
    private static final String OLD = ".old-";
    private static final Pattern LEFTOVER = Pattern.compile("\\.(.+)(\\.tmp-|\\.old-)[0-9a-f]{16}");

    private AtomicFiles() {}

    /**
     * Writes a file, in place of the one that is there if any.
     *
     * @param target the file
     * @param body writes the path that it is given, which does not exist yet
     * @throws IOException if writing fails; then the target is as it was, and the message names it
     */
    public static void writeFile(Path target, IoConsumer<Path> body) throws IOException {
        Path temporary = newSibling(target, TEMPORARY);
        write(target, temporary, body, () -> {
            DurableFiles.force(temporary);
            rename(temporary, target);
        });
    }

    /**
     * Writes a folder that does not exist yet.
     *
     * @param target the folder
     * @param body fills the empty folder that it is given
     * @throws FileAlreadyExistsException if the target exists, even as an empty folder
     * @throws IOException if writing fails; then there is no target, and the message names it
     */
    public static void writeFolder(Path target, IoConsumer<Path> body) throws IOException {
        refuseExisting(target);
        Path temporary = newSibling(target, TEMPORARY);
        write(target, temporary, folderBody(body), () -> {
            DurableFiles.forceTree(temporary);
            refuseExisting(target);
            rename(temporary, target);
        });
    }

    /**
     * Writes a folder in place of the one that is there, or a new one where there is none. The old folder is moved away just
     * before the new one is moved in, and deleted after. A process killed between the two moves leaves no target;
     * {@link #deleteLeftovers} then brings the old one back.
     *
     * @param target the folder
     * @param body fills the empty folder that it is given
     * @throws IOException if writing fails; then the target is as it was, and the message names it
     */
    public static void replaceFolder(Path target, IoConsumer<Path> body) throws IOException {
        Path temporary = newSibling(target, TEMPORARY);
        write(target, temporary, folderBody(body), () -> {
            DurableFiles.forceTree(temporary);
            exchange(temporary, target);
        });
    }

    /**
     * Clears away what killed processes left in a folder: deletes unfinished files and folders, and finishes or takes back a
     * {@link #replaceFolder} that was cut in the middle. Call it only while nobody writes to this folder.
     *
     * @param parent the folder that holds the targets; one that does not exist holds no leftovers
     * @throws IOException if a leftover cannot be deleted
     */
    public static void deleteLeftovers(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, ".*")) {
            for (Path entry : entries) {
                Matcher name = LEFTOVER.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    Path target = entry.resolveSibling(name.group(1));
                    if (name.group(2).equals(OLD) && !Files.exists(target, NOFOLLOW_LINKS)) {
                        rename(entry, target);
                    } else {
                        DurableFiles.deleteTree(entry);
                    }
                }
            }
        }
    }

    /**
     * Deletes a file or folder so that it is never half there under its name: renamed first, then deleted.
     *
     * @param target one that does not exist is fine
     */
    public static void delete(Path target) throws IOException {
        if (Files.exists(target, NOFOLLOW_LINKS)) {
            Path doomed = newSibling(target, TEMPORARY);
            rename(target, doomed);
            DurableFiles.deleteTree(doomed);
        }
    }

    private static void exchange(Path temporary, Path target) throws IOException {
        if (!Files.exists(target, NOFOLLOW_LINKS)) {
            rename(temporary, target);
            return;
        }
        Path old = newSibling(target, OLD);
        rename(target, old);
        try {
            rename(temporary, target);
        } catch (IOException e) {
            rename(old, target);
            throw e;
        }
        DurableFiles.deleteTree(old);
    }

    private static void write(Path target, Path temporary, IoConsumer<Path> body, IoAction finish) throws IOException {
        try {
            Files.createDirectories(parentOf(target));
            body.accept(temporary);
            finish.run();
        } catch (IOException e) {
            discard(temporary, e);
            throw naming(target, temporary, e);
        } catch (UncheckedIOException e) {
            discard(temporary, e);
            throw naming(target, temporary, Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e)));
        } catch (RuntimeException | Error e) {
            discard(temporary, e);
            throw e;
        }
    }

    private static IoConsumer<Path> folderBody(IoConsumer<Path> body) {
        return folder -> {
            Files.createDirectory(folder);
            body.accept(folder);
        };
    }

    private static void discard(Path temporary, Throwable failure) {
        try {
            DurableFiles.deleteTree(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * "No space left on device" names no file, and a temporary's name says nothing to a person: name the target instead. An
     * interruption is no trouble with the file and stays what it is.
     */
    private static IOException naming(Path target, Path temporary, IOException failure) {
        if (failure instanceof InterruptedIOException || failure instanceof ClosedByInterruptException) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        boolean namesAFile = failure instanceof FileSystemException about && about.getFile() != null;
        if (namesAFile && !message.contains(temporary.getFileName().toString())) {
            return failure;
        }
        return new IOException("Could not write " + target + ": " + reason(failure), failure);
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException about && about.getReason() != null) {
            return about.getReason();
        }
        String message = String.valueOf(failure.getMessage());
        boolean plain = failure.getClass() == IOException.class;
        return plain ? message : failure.getClass().getSimpleName() + ": " + message;
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        try {
            DurableFiles.forceFolder(parentOf(to));
        } catch (ClosedByInterruptException e) {
            forceDespiteInterruption(parentOf(to));
        }
    }

    /** What is moved is moved: whoever asks next shall hear the interruption, not the caller who would think that it failed. */
    private static void forceDespiteInterruption(Path folder) throws IOException {
        Thread.interrupted();
        try {
            DurableFiles.forceFolder(folder);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuseExisting(Path target) throws IOException {
        if (Files.exists(target, NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    private static Path newSibling(Path target, String kind) {
        Path name = target.toAbsolutePath().getFileName();
        if (name == null) {
            throw new IllegalArgumentException("The root folder cannot be written");
        }
        String random = String.format("%016x", ThreadLocalRandom.current().nextLong());
        return parentOf(target).resolve("." + name + kind + random);
    }

    private static Path parentOf(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("The root folder cannot be written");
        }
        return parent;
    }

    @FunctionalInterface
    private interface IoAction {
        void run() throws IOException;
    }
}
