package dev.jformers.serving;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a program gets that depends on jformers-serving; the build writes the list. */
final class RuntimeClassPath {

    private RuntimeClassPath() {}

    /** Jars and folders, this module excluded. */
    static List<Path> dependencies() throws IOException {
        String entries =
                Files.readString(Path.of("target/runtime-classpath.txt")).strip();
        return List.of(entries.split(File.pathSeparator, -1)).stream()
                .map(Path::of)
                .toList();
    }

    /** As the argument of {@code java -cp}. */
    static String argument() throws IOException {
        List<String> entries = dependencies().stream().map(Path::toString).toList();
        return "target/classes" + File.pathSeparator + String.join(File.pathSeparator, entries);
    }
}
