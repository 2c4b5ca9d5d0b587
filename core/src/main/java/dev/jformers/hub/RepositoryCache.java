package dev.jformers.hub;

import dev.jformers.checkpoint.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's folder in the cache, laid out as Python's huggingface_hub has it:
 *
 * <pre>
 * CACHEDIR.TAG
 * .locks/models--org--name/ETAG.lock
 * models--org--name/blobs/ETAG                        the contents
 * models--org--name/blobs/ETAG.jformers.incomplete    what has arrived so far
 * models--org--name/refs/main                         the commit of a branch or tag
 * models--org--name/snapshots/COMMIT/config.json      a symbolic link: ../../blobs/ETAG
 * models--org--name/.no_exist/COMMIT/vocab.txt        an empty file: the commit has no such file
 * </pre>
 */
final class RepositoryCache {

    private static final String TAG = """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag created by huggingface_hub.
            # For information about cache directory tags, see:
            #	https://bford.info/cachedir/
            """;

    private static final int COMMIT_DIGITS = 40;

    private final Path cache;
    private final Path repository;
    private final Path locks;
    private final boolean symlinks;

    RepositoryCache(HubSettings settings, HubModel model) {
        String name = "models--" + model.id().replace("/", "--");
        this.cache = settings.cache();
        this.repository = cache.resolve(name);
        this.locks = cache.resolve(".locks").resolve(name);
        this.symlinks = settings.symlinks();
    }

    Path snapshot(String commit) {
        return repository.resolve("snapshots").resolve(commit);
    }

    Path pointer(String commit, String file) {
        return snapshot(commit).resolve(file);
    }

    Path blobs() {
        return repository.resolve("blobs");
    }

    Path blob(String etag) {
        return blobs().resolve(etag);
    }

    /** A name that no version of Python's client writes to: its locks and ours do not see each other. */
    Path partial(String etag) {
        return blobs().resolve(etag + ".jformers.incomplete");
    }

    Path lock(String etag) {
        return locks.resolve(etag + ".lock");
    }

    /** The commit that a revision meant when it was last looked up. */
    Optional<String> commit(String revision) throws IOException {
        if (HubModel.isCommit(revision)) {
            return Optional.of(revision);
        }
        Path ref = ref(revision);
        if (!Files.isRegularFile(ref) || Files.size(ref) > COMMIT_DIGITS + 2) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(ref).strip()).filter(HubModel::isCommit);
    }

    private Path ref(String revision) {
        return repository.resolve("refs").resolve(revision);
    }

    /**
     * Makes the folders.
     *
     * @throws IOException that says what to do where they cannot be made
     */
    void prepare() throws IOException {
        try {
            Files.createDirectories(blobs());
            Files.createDirectories(locks);
            if (Files.notExists(cache.resolve("CACHEDIR.TAG"))) {
                AtomicFiles.writeFile(cache.resolve("CACHEDIR.TAG"), file -> Files.writeString(file, TAG));
            }
        } catch (IOException e) {
            throw notWritable(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        }
        if (!Files.isWritable(blobs()) || !Files.isWritable(locks)) {
            throw notWritable("no permission", null);
        }
    }

    private IOException notWritable(String why, @Nullable IOException cause) {
        return new IOException(
                "the cache " + cache + " cannot be written (" + why
                        + "); set HF_HUB_CACHE (or HF_HOME) to a folder that can.",
                cause);
    }

    void writeRef(String revision, String commit) throws IOException {
        if (!revision.equals(commit) && !commit(revision).equals(Optional.of(commit))) {
            AtomicFiles.writeFile(ref(revision), file -> Files.writeString(file, commit));
        }
    }

    /** Whether the cache has a file, or remembers that the commit has none. */
    boolean isSettled(String commit, String file) {
        return Files.exists(pointer(commit, file)) || Files.exists(missingMark(commit, file));
    }

    private Path missingMark(String commit, String file) {
        return repository.resolve(".no_exist").resolve(commit).resolve(file);
    }

    /** Remembers that a commit has no such file, so that nobody asks the hub for it again. */
    void markMissing(String commit, String file) throws IOException {
        Path mark = missingMark(commit, file);
        if (Files.notExists(mark)) {
            Files.createDirectories(mark.getParent());
            Files.write(mark, new byte[0]);
        }
    }

    /**
     * Puts a blob into a snapshot: as a symbolic link or, where there can be none, as Python does it, by moving a new blob and
     * copying an old one.
     */
    void point(String commit, RemoteFile file, boolean newBlob) throws IOException {
        Path pointer = pointer(commit, file.name());
        Path blob = blob(file.etag());
        if (Files.exists(pointer)) {
            return;
        }
        Path folder = Objects.requireNonNull(pointer.getParent());
        Files.createDirectories(folder);
        Files.deleteIfExists(pointer);
        if (symlinks && link(pointer, folder.relativize(blob))) {
            return;
        }
        if (newBlob) {
            Files.move(blob, pointer, StandardCopyOption.ATOMIC_MOVE);
        } else {
            AtomicFiles.writeFile(pointer, copy -> Files.copy(blob, copy));
        }
    }

    /** Returns false where links cannot be made, as on a Windows without the permission. */
    private static boolean link(Path pointer, Path target) throws IOException {
        try {
            Files.createSymbolicLink(pointer, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            if (Files.exists(pointer)) {
                return true;
            }
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }
}
