package dev.jformers.training;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.trainer.StageFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run, held by one process at a time: {@code recipe.yaml} as resolved, a folder for each stage, {@code
 * report.html}. Close it to let others have it.
 */
final class RunFolder implements AutoCloseable {

    private static final String RECIPE = "recipe.yaml";
    /** Says that the folder is a run's, so that everything in it may be replaced; holds the lock. */
    private static final String MARKER = ".jformers-run";

    private final Path path;
    private final FileChannel lock;
    private final boolean isNew;

    private RunFolder(Path path, FileChannel lock, boolean isNew) {
        this.path = path;
        this.lock = lock;
        this.isNew = isNew;
    }

    /** Whether no run was there. */
    boolean isNew() {
        return isNew;
    }

    /**
     * Takes the folder and writes the recipe into it.
     *
     * @throws InvalidInputException if it holds something else than the mode allows, or another process holds it
     */
    static RunFolder open(Recipe recipe, StartMode mode) throws IOException {
        Path path = recipe.outputDir();
        check(recipe, mode);
        Files.createDirectories(path);
        boolean isNew = !holdsRun(path);
        RunFolder folder = new RunFolder(path, lock(path), isNew);
        try {
            if (mode == StartMode.OVERWRITE) {
                folder.clear();
            }
            deleteLeftovers(path);
            if (!started(path) || !Files.exists(path.resolve(RECIPE))) {
                AtomicFiles.writeFile(path.resolve(RECIPE), file -> Files.writeString(file, recipe.toYaml()));
            }
            return folder;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** What a process that was killed left half-written, in the folder and in those of its stages. */
    private static void deleteLeftovers(Path path) throws IOException {
        AtomicFiles.deleteLeftovers(path);
        try (DirectoryStream<Path> stages = Files.newDirectoryStream(path, Files::isDirectory)) {
            for (Path stage : stages) {
                AtomicFiles.deleteLeftovers(stage);
            }
        }
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws InvalidInputException if the folder holds something else than the mode allows
     */
    static void check(Recipe recipe, StartMode mode) throws IOException {
        Path path = recipe.outputDir();
        requireFolders(path);
        boolean goesOn = holdsRun(path);
        ExportFolder.check(recipe, mode, goesOn);
        if (!goesOn) {
            requireEmpty(path);
        } else if (mode == StartMode.NEW) {
            throw new InvalidInputException(
                    "output_dir " + path + " already holds a run; go on with it (--resume), start"
                            + " anew in its place (--overwrite), or name another folder (--set output_dir=...).");
        } else if (mode == StartMode.RESUME
                && !Files.readString(path.resolve(RECIPE)).equals(recipe.toYaml())) {
            throw new InvalidInputException("output_dir " + path + " holds a run of another recipe: "
                    + firstDifference(Files.readString(path.resolve(RECIPE)), recipe.toYaml())
                    + "; resume with the recipe that it was started with (" + path.resolve(RECIPE)
                    + "), or start anew (--overwrite).");
        }
    }

    private static void requireFolders(Path path) {
        for (Path part = path; part != null; part = part.getParent()) {
            if (Files.exists(part) && !Files.isDirectory(part)) {
                throw new InvalidInputException(
                        "output_dir is " + path + " but " + part + " is a file; name a folder (--set output_dir=...).");
            }
        }
    }

    private static void requireEmpty(Path path) throws IOException {
        if (!Files.exists(path) || Files.exists(path.resolve(MARKER))) {
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.map(file -> file.getFileName().toString())
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw new InvalidInputException(
                                "output_dir " + path + " holds files that are no run of jformers (" + name
                                        + "); name an empty or a new folder (--set output_dir=...).");
                    });
        }
    }

    private static boolean holdsRun(Path path) throws IOException {
        return Files.exists(path.resolve(MARKER)) && Files.exists(path.resolve(RECIPE)) && started(path);
    }

    /** Whether there is more than the recipe: something to lose. */
    private static boolean started(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> !name.equals(MARKER) && !name.equals(RECIPE) && !name.startsWith("." + RECIPE));
        }
    }

    private static String firstDifference(String before, String now) {
        List<String> old = before.lines().toList();
        List<String> current = now.lines().toList();
        int line = 0;
        while (line < old.size() && line < current.size() && old.get(line).equals(current.get(line))) {
            line++;
        }
        String was = line < old.size() ? old.get(line).strip() : "nothing";
        String is = line < current.size() ? current.get(line).strip() : "nothing";
        return "line " + (line + 1) + " was `" + was + "` and is now `" + is + "`";
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new InvalidInputException("output_dir " + path
                    + " is in use by another run of jformers; wait for it, or name another folder"
                    + " (--set output_dir=...).");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Deletes the recipe last: a run that is half deleted is still known as a run. */
    private void clear() throws IOException {
        List<Path> doomed;
        try (Stream<Path> files = Files.list(path)) {
            doomed = files.filter(file -> !file.equals(path.resolve(MARKER)) && !file.equals(recipe()))
                    .toList();
        }
        for (Path file : doomed) {
            AtomicFiles.delete(file);
        }
        AtomicFiles.delete(recipe());
    }

    Path path() {
        return path;
    }

    Path recipe() {
        return path.resolve(RECIPE);
    }

    /** Where the model is that has random weights at the start. */
    Path initialModel() {
        return path.resolve(Recipe.INITIAL);
    }

    StageFolder stage(String name) {
        return new StageFolder(path.resolve(name));
    }

    /** Where an evaluation of a model goes. */
    Path evaluation(String stage, String model) {
        return path.resolve(stage).resolve(model + ".json");
    }

    Path report() {
        return path.resolve("report.html");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
