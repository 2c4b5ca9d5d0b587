package dev.jformers.hub;

import java.nio.file.Path;

/**
 * A model that is a folder, or a file of one.
 *
 * @param path not looked at yet
 */
public record LocalModel(Path path) implements ModelLocation {

    @Override
    public Path folder(DownloadListener listener) {
        return path;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
