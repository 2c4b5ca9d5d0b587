package dev.jformers.checkpoint.gguf;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.IoConsumer;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;

/** The bytes of a tensor in another order. While it writes, the whole tensor is in memory. */
final class ReorderedBytes implements TensorSource {

    private static final int BYTES_AT_A_TIME = 1 << 20;

    private final StoredTensor stored;
    private final long runBytes;
    private final LongUnaryOperator runAt;

    /**
     * @param runBytes the size of what stays together: an element, or a row
     * @param runAt which run of the stored tensor comes at an index; a permutation
     */
    ReorderedBytes(StoredTensor stored, long runBytes, LongUnaryOperator runAt) {
        this.stored = stored;
        this.runBytes = runBytes;
        this.runAt = runAt;
    }

    /**
     * A tensor whose rows are those of heads, with those of each head in another order.
     *
     * @param headDim rows of a head
     * @param rowAt which row of a stored head comes at an index; a permutation
     */
    static StoredTensor inHeads(StoredTensor stored, TensorInfo renamed, long headDim, LongUnaryOperator rowAt) {
        long rowBytes = renamed.bytes() / renamed.shape().get(0);
        LongUnaryOperator runAt = row -> row / headDim * headDim + rowAt.applyAsLong(row % headDim);
        return new StoredTensor(stored.file(), renamed, new ReorderedBytes(stored, rowBytes, runAt));
    }

    @Override
    public void writeTo(IoConsumer<ByteBuffer> sink) throws IOException {
        byte[] all = read();
        if (all.length == 0) {
            return;
        }
        int run = (int) runBytes;
        ByteBuffer ordered = ByteBuffer.allocateDirect(Math.max(run, Math.min(BYTES_AT_A_TIME, all.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int index = 0; index < all.length / run; index++) {
            if (ordered.remaining() < run) {
                sink.accept(ordered.flip());
                ordered.clear();
            }
            ordered.put(all, (int) runAt.applyAsLong(index) * run, run);
        }
        sink.accept(ordered.flip());
    }

    private byte[] read() throws IOException {
        long bytes = stored.info().bytes();
        if (bytes > Integer.MAX_VALUE - Long.BYTES) {
            throw new InvalidInputException(stored.file() + ": tensor "
                    + stored.info().name() + " has " + bytes + " bytes, more than can be put in another order");
        }
        ByteBuffer all = ByteBuffer.allocate((int) bytes);
        stored.bytes().writeTo(all::put);
        return all.array();
    }
}
