package dev.jformers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which jformers this is.
 *
 * @param version as Maven has it
 * @param commit that it was built from, abbreviated; {@code unknown} where it was built outside of a Git repository
 */
public record Build(String version, String commit) {

    /** The build that is running. */
    public static Build current() {
        Properties properties = new Properties();
        try (InputStream stream = Build.class.getResourceAsStream("build.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = properties.getProperty("commit", "");
        return new Build(
                properties.getProperty("version", "unknown"),
                commit.isEmpty() || commit.startsWith("${") ? "unknown" : commit);
    }
}
