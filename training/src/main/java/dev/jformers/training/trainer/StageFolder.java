package dev.jformers.training.trainer;

import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.training.metrics.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a train stage: its checkpoints, {@code checkpoint-<step>}, and, once it is finished, which of them is its
 * result.
 *
 * @param path the folder
 */
public record StageFolder(Path path) {

    private static final String PREFIX = "checkpoint-";
    private static final String RESULT = "result.txt";

    /** Where the checkpoint of this step is or will be. */
    Path checkpoint(long step) {
        return path.resolve(PREFIX + step);
    }

    /** The steps of the checkpoints that are there, whole, in order. */
    List<Long> steps() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(PREFIX + "\\d{1,18}"))
                    .map(name -> Long.valueOf(name.substring(PREFIX.length())))
                    .sorted()
                    .toList();
        }
    }

    public Optional<Path> latest() throws IOException {
        return steps().stream().max(Comparator.naturalOrder()).map(this::checkpoint);
    }

    /** Removes what a killed process left half-written. */
    public void clean() throws IOException {
        if (Files.isDirectory(path)) {
            AtomicFiles.deleteLeftovers(path);
        }
    }

    /**
     * Deletes the oldest checkpoints.
     *
     * @param keep how many stay; null keeps all
     * @param best name of one that stays in any case, or null
     */
    void prune(@Nullable Integer keep, @Nullable String best) throws IOException {
        List<Long> steps = steps();
        int surplus = keep == null ? 0 : Math.max(0, steps.size() - keep);
        for (long step : steps.subList(0, surplus)) {
            if (!(PREFIX + step).equals(best)) {
                AtomicFiles.delete(checkpoint(step));
            }
        }
    }

    /** The log up to the last checkpoint. */
    public List<LogEntry> log() throws IOException {
        Optional<Path> latest = latest();
        return latest.isPresent() ? List.copyOf(new Checkpoint(latest.get()).state().log) : List.of();
    }

    /** Marks the stage as finished. */
    void finish(Path checkpoint) throws IOException {
        AtomicFiles.writeFile(path.resolve(RESULT), file -> Files.writeString(file, checkpoint.getFileName() + "\n"));
    }

    /** The checkpoint that is the stage's result; empty while it is not finished, or where somebody deleted it. */
    public Optional<Path> result() throws IOException {
        Path result = path.resolve(RESULT);
        return Files.exists(result)
                ? Optional.of(path.resolve(Files.readString(result).strip())).filter(Files::isDirectory)
                : Optional.empty();
    }
}
