package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.MappedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Files of torch that are no zip archives, told apart by how they begin. */
final class LegacyFiles {

    private static final int ZIP = 0x04034b50;
    private static final int PICKLE = 0x80;

    private LegacyFiles() {}

    static void refuse(MappedFile file) throws IOException {
        Path path = file.file();
        if (file.size() < Integer.BYTES) {
            throw new InvalidInputException(
                    path + " has " + file.size() + " bytes, too few for a file of torch.save; it is truncated");
        }
        ByteBuffer start = file.read(0, Integer.BYTES);
        if (start.getInt(0) == ZIP) {
            return;
        }
        if (Byte.toUnsignedInt(start.get(0)) == PICKLE) {
            throw new InvalidInputException(path
                    + " was written by torch.save before 1.6, as a plain pickle; convert it:"
                    + " python -c \"import torch, sys; p = sys.argv[1];"
                    + " torch.save(torch.load(p, map_location='cpu', weights_only=True), p)\" " + path);
        }
        throw new InvalidInputException(path + " is no file of torch.save: it does not begin as a zip archive");
    }
}
