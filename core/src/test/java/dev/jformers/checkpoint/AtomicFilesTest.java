package dev.jformers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

    @TempDir
    Path folder;

    @Test
    void fileAppearsOnlyAfterItsBodyHasEnded() throws IOException {
        Path target = folder.resolve("a/b/file.txt");
        AtomicFiles.writeFile(target, path -> {
            Files.writeString(path, "new");
            assertFalse(Files.exists(target));
            assertTrue(path.getFileName().toString().startsWith(".file.txt.tmp-"));
            assertEquals(target.getParent(), path.getParent());
        });
        assertEquals("new", Files.readString(target));
        assertEquals(List.of("file.txt"), namesIn(target.resolveSibling("")));
    }

    @Test
    void fileTakesThePlaceOfTheOneThatIsThere() throws IOException {
        Path target = Files.writeString(folder.resolve("file.txt"), "old");
        AtomicFiles.writeFile(target, path -> Files.writeString(path, "new"));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void interruptionsStayWhatTheyAre() {
        for (IOException interruption : List.of(new ClosedByInterruptException(), new InterruptedIOException())) {
            IOException thrown = assertThrows(
                    IOException.class,
                    () -> AtomicFiles.writeFile(folder.resolve("file.txt"), path -> {
                        throw interruption;
                    }));
            assertSame(interruption, thrown);
        }
    }

    @Test
    void failedFileLeavesTheOldOneAndNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("file.txt"), "old");
        RuntimeException failure = new RuntimeException("mid-way");
        RuntimeException thrown = assertThrows(
                RuntimeException.class,
                () -> AtomicFiles.writeFile(target, path -> {
                    Files.writeString(path, "half");
                    throw failure;
                }));
        assertSame(failure, thrown);
        assertEquals("old", Files.readString(target));
        assertEquals(List.of("file.txt"), namesIn(folder));
    }

    @Test
    void fullDiskNamesTheTarget() throws IOException {
        Path target = folder.resolve("file.txt");
        IOException full = new IOException("No space left on device");
        IOException plain = assertThrows(
                IOException.class,
                () -> AtomicFiles.writeFile(target, path -> {
                    throw full;
                }));
        IOException unchecked = assertThrows(
                IOException.class,
                () -> AtomicFiles.writeFolder(target, path -> {
                    throw new UncheckedIOException(full);
                }));
        for (IOException thrown : List.of(plain, unchecked)) {
            assertEquals("Could not write " + target + ": No space left on device", thrown.getMessage());
            assertSame(full, thrown.getCause());
        }
        assertEquals(List.of(), namesIn(folder));
    }

    @Test
    void failureThatNamesAnotherFilePassesAsItIs() {
        Path missing = folder.resolve("missing.txt");
        NoSuchFileException thrown = assertThrows(
                NoSuchFileException.class,
                () -> AtomicFiles.writeFile(folder.resolve("file.txt"), path -> Files.copy(missing, path)));
        assertEquals(missing.toString(), thrown.getFile());
    }

    @Test
    void failureInsideTheTemporaryNamesTheTarget() {
        Path target = folder.resolve("out");
        IOException thrown = assertThrows(
                IOException.class,
                () -> AtomicFiles.writeFolder(target, path -> Files.writeString(path.resolve("no/such/file"), "")));
        assertTrue(Failures.message(thrown).startsWith("Could not write " + target + ": "), Failures.message(thrown));
    }

    @Test
    void folderAppearsWithAllThatIsInIt() throws IOException {
        Path target = folder.resolve("out");
        AtomicFiles.writeFolder(target, path -> {
            Files.writeString(path.resolve("a"), "1");
            Files.writeString(Files.createDirectory(path.resolve("deep")).resolve("b"), "2");
            assertFalse(Files.exists(target));
        });
        assertEquals("1", Files.readString(target.resolve("a")));
        assertEquals("2", Files.readString(target.resolve("deep/b")));
        assertEquals(List.of("out"), namesIn(folder));
    }

    @Test
    void folderThatExistsIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path target = Files.createDirectory(folder.resolve("out"));
        FileAlreadyExistsException thrown = assertThrows(
                FileAlreadyExistsException.class,
                () -> AtomicFiles.writeFolder(target, path -> {
                    throw new AssertionError("must not be called");
                }));
        assertEquals(target.toString(), thrown.getFile());
    }

    @Test
    void failedFolderLeavesNothing() throws IOException {
        assertThrows(
                IllegalStateException.class,
                () -> AtomicFiles.writeFolder(folder.resolve("out"), path -> {
                    Files.writeString(path.resolve("half"), "");
                    throw new IllegalStateException("mid-way");
                }));
        assertEquals(List.of(), namesIn(folder));
    }

    @Test
    void replacedFolderHoldsTheNewFilesOnly() throws IOException {
        Path target = folder.resolve("out");
        AtomicFiles.replaceFolder(target, path -> Files.writeString(path.resolve("old"), ""));
        AtomicFiles.replaceFolder(target, path -> Files.writeString(path.resolve("new"), ""));
        assertEquals(List.of("new"), namesIn(target));
        assertEquals(List.of("out"), namesIn(folder));
    }

    @Test
    void failedReplacementLeavesTheOldFolder() throws IOException {
        Path target = folder.resolve("out");
        AtomicFiles.writeFolder(target, path -> Files.writeString(path.resolve("old"), ""));
        assertThrows(
                IOException.class,
                () -> AtomicFiles.replaceFolder(target, path -> {
                    throw new IOException("No space left on device");
                }));
        assertEquals(List.of("old"), namesIn(target));
        assertEquals(List.of("out"), namesIn(folder));
    }

    @Test
    void leftoversAreDeletedAndOtherFilesAreNot() throws IOException {
        Files.writeString(folder.resolve(".model.tmp-0123456789abcdef"), "");
        Path half = Files.createDirectory(folder.resolve(".out.tmp-fedcba9876543210"));
        Files.writeString(half.resolve("half"), "");
        Files.writeString(folder.resolve(".hidden"), "");
        Files.writeString(folder.resolve("model"), "");
        AtomicFiles.deleteLeftovers(folder);
        assertEquals(List.of(".hidden", "model"), namesIn(folder));
        AtomicFiles.deleteLeftovers(folder.resolve("does-not-exist"));
    }

    @Test
    void folderWhoseReplacementWasCutInTheMiddleComesBack() throws IOException {
        Path old = Files.createDirectory(folder.resolve(".out.old-0123456789abcdef"));
        Files.writeString(old.resolve("only-copy"), "");
        Files.createDirectory(folder.resolve(".out.tmp-0123456789abcdef"));
        AtomicFiles.deleteLeftovers(folder);
        assertEquals(List.of("out"), namesIn(folder));
        assertEquals(List.of("only-copy"), namesIn(folder.resolve("out")));
    }

    @Test
    void oldFolderOfAFinishedReplacementIsDeleted() throws IOException {
        Files.createDirectory(folder.resolve(".out.old-0123456789abcdef"));
        AtomicFiles.writeFolder(folder.resolve("out"), path -> Files.writeString(path.resolve("new"), ""));
        AtomicFiles.deleteLeftovers(folder);
        assertEquals(List.of("out"), namesIn(folder));
        assertEquals(List.of("new"), namesIn(folder.resolve("out")));
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
