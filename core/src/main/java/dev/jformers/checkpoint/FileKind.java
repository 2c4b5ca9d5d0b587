package dev.jformers.checkpoint;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a file of weights is, told by how it begins, for names lie; by its name where its first bytes are none of ours. */
public enum FileKind {
    PYTORCH,
    GGUF,
    SAFETENSORS,
    /** None of the others; ONNX files begin in many ways. */
    OTHER;

    private static final int ZIP = 0x04034b50;
    private static final int GGUF_MAGIC = 0x46554747;
    private static final int LEGACY_PICKLE = 0x80;
    private static final int START_BYTES = 9;

    /**
     * @throws InvalidInputException if there is no such file
     * @throws IOException if it cannot be read
     */
    public static FileKind of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + (Files.exists(file) ? " is not a file" : " does not exist")
                    + "; expected an ONNX, PyTorch, GGUF or safetensors file");
        }
        ByteBuffer start = ByteBuffer.allocate(START_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (InputStream stream = Files.newInputStream(file)) {
            start.put(stream.readNBytes(START_BYTES));
        }
        if (start.getInt(0) == ZIP || (start.get(0) & 0xff) == LEGACY_PICKLE) {
            return PYTORCH;
        }
        if (start.getInt(0) == GGUF_MAGIC) {
            return GGUF;
        }
        long headerBytes = start.getLong(0);
        boolean header = start.get(Long.BYTES) == '{' && headerBytes > 0 && headerBytes <= SafetensorsHeader.MAX_BYTES;
        if (header) {
            return SAFETENSORS;
        }
        return file.toString().endsWith(".gguf") ? GGUF : OTHER;
    }
}
