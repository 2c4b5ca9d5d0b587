package dev.jformers.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32C;

/** A number by which damaged tensors are found; no protection against intent. */
public final class TensorChecksum {

    private TensorChecksum() {}

    /** The CRC-32C of all bytes, in the order of the tensors, in hexadecimal. */
    public static String of(List<TensorSource> tensors) throws IOException {
        CRC32C checksum = new CRC32C();
        for (TensorSource tensor : tensors) {
            tensor.writeTo(checksum::update);
        }
        return Long.toHexString(checksum.getValue());
    }
}
