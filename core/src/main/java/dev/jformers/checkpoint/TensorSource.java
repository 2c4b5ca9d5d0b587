package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of a tensor come from while it is written, so that not all tensors need be in memory at once. */
@FunctionalInterface
public interface TensorSource {

    /**
     * Hands over all bytes of the tensor, row-major and little-endian, in as many buffers as it likes. No element lies on
     * two of them. A buffer is used only during the call that hands it over.
     *
     * @param sink takes the bytes between a buffer's position and its limit
     * @throws IOException if the bytes cannot be read, or the sink cannot write them
     */
    void writeTo(IoConsumer<ByteBuffer> sink) throws IOException;

    /** The bytes of an array in its own type; it must stay open until they are written. */
    static TensorSource of(NDArray array) {
        return new ArrayBytes(array);
    }

    /** A tensor whose bytes lie in one buffer. */
    static TensorSource of(ByteBuffer bytes) {
        return sink -> sink.accept(bytes.duplicate());
    }
}
