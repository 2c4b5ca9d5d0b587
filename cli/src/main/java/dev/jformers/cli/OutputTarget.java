package dev.jformers.cli;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.AtomicFiles;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.checkpoint.IoConsumer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command writes. What is there already is kept unless the user says otherwise. */
final class OutputTarget {

    @Option(names = "--overwrite", description = "Replace the output if it exists.")
    private boolean overwrite;

    /**
     * Refuses a file that may not be written; better before the work than after.
     *
     * @throws InvalidInputException if something is there that must not be replaced
     */
    void checkFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new InvalidInputException(file + " is a folder; name a file for the output");
        }
        refuseExisting(file);
        checkParent(file);
    }

    /**
     * Refuses a folder that may not be written.
     *
     * @throws InvalidInputException if something is there that must not be replaced
     */
    void checkFolder(Path folder) throws IOException {
        refuseExisting(folder);
        checkParent(folder);
        if (Files.exists(folder)) {
            requireModel(folder);
        }
    }

    /**
     * Refuses a folder that exists, for a command that cannot replace it.
     *
     * @throws InvalidInputException if it exists, or cannot be made
     */
    static void requireNew(Path folder) {
        if (Files.exists(folder)) {
            throw new InvalidInputException(folder + " exists already; choose another output or delete it first");
        }
        checkParent(folder);
    }

    void write(Path file, IoConsumer<Path> body) throws IOException {
        AtomicFiles.writeFile(file, body);
    }

    void write(Path folder, HuggingFaceFolderWriter files) throws IOException {
        if (overwrite) {
            files.replace(folder);
        } else {
            files.write(folder);
        }
    }

    private void refuseExisting(Path target) {
        if (!overwrite && Files.exists(target)) {
            throw new InvalidInputException(target + " exists already; choose another output or add --overwrite");
        }
    }

    private static void checkParent(Path target) {
        Path parent = target.toAbsolutePath().getParent();
        while (parent != null && Files.notExists(parent)) {
            parent = parent.getParent();
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw new InvalidInputException(target + " cannot be written: " + parent + " is not a folder");
        }
        if (!Files.isWritable(parent)) {
            throw new InvalidInputException(target + " cannot be written: no permission to write in " + parent);
        }
    }

    /** A slip of the hand must not delete somebody's documents: only what looks like a model is replaced. */
    private static void requireModel(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(folder + " is a file; name a folder for the output");
        }
        boolean empty = true;
        boolean plainFiles = true;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                empty = false;
                plainFiles &= Files.isRegularFile(entry);
            }
        }
        if (!empty && !(plainFiles && Files.exists(folder.resolve("config.json")))) {
            throw new InvalidInputException(
                    folder + " is not a model folder (config.json and other files, no folders), so"
                            + " --overwrite does not replace it; choose another output");
        }
    }
}
