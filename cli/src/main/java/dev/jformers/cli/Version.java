package dev.jformers.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions of jformers and of what it runs on. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties versions = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            versions.load(file);
        }
        return new String[] {
            "jformers " + versions.getProperty("jformers"),
            "DJL %s, PyTorch %s (%s), Java %s"
                    .formatted(
                            versions.getProperty("djl"),
                            versions.getProperty("pytorch"),
                            versions.getProperty("pytorch.flavor"),
                            Runtime.version())
        };
    }
}
