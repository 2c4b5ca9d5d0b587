package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.NamedTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Whether the output layer is the embedding. Converters leave it out then, or write the embedding twice. */
final class TiedWeights {

    static final String EMBEDDING = "token_embd.weight";
    static final String OUTPUT = "output.weight";

    private TiedWeights() {}

    static boolean in(GgufFile file) throws IOException {
        NamedTensors tensors = file.tensors();
        if (!tensors.tensors().containsKey(OUTPUT)) {
            return true;
        }
        return tensors.info(OUTPUT).shape().equals(tensors.info(EMBEDDING).shape())
                && tensors.info(OUTPUT).type() == tensors.info(EMBEDDING).type()
                && checksum(tensors, OUTPUT) == checksum(tensors, EMBEDDING);
    }

    private static long checksum(NamedTensors tensors, String name) throws IOException {
        CRC32C checksum = new CRC32C();
        tensors.source(name).writeTo((ByteBuffer part) -> checksum.update(part));
        return checksum.getValue();
    }
}
