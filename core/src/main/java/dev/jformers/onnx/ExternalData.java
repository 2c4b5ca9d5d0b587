package dev.jformers.onnx;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tensors that an ONNX file keeps in other files of its folder. */
final class ExternalData {

    private final Path onnx;

    ExternalData(Path onnx) {
        this.onnx = onnx;
    }

    /**
     * Maps one tensor.
     *
     * @param entries {@code location}, and {@code offset} and {@code length} where it is not the whole file
     */
    ByteBuffer read(String tensor, Map<String, String> entries) throws IOException {
        String where = onnx + ": tensor " + tensor;
        Path file = locate(entries.getOrDefault("location", ""), where);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long offset = number(entries.get("offset"), 0, where);
            long length = number(entries.get("length"), channel.size() - offset, where);
            if (offset < 0 || length < 0 || length > Integer.MAX_VALUE || offset > channel.size() - length) {
                throw new InvalidInputException(
                        where + " is at offset " + offset + ", length " + length + " of " + file.getFileName()
                                + ", which has " + channel.size() + " bytes; the files do not belong together");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
        }
    }

    private Path locate(String location, String where) {
        if (!location.matches("[^/\\\\:\\x00]+") || location.equals("..") || location.equals(".")) {
            throw new InvalidInputException(where + " is in the file \"" + location
                    + "\" but external data must be in the same folder as the ONNX file");
        }
        Path file = onnx.resolveSibling(location);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(
                    where + " is in the file " + location + ", which is not there; put it beside the ONNX file");
        }
        return file;
    }

    private static long number(@Nullable String digits, long otherwise, String where) {
        try {
            return digits == null ? otherwise : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new InvalidInputException(where + ": " + digits + " is no offset or length", e);
        }
    }
}
