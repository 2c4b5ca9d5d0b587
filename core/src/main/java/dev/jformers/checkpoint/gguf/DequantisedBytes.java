package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.IoConsumer;
import dev.jformers.checkpoint.MappedBytes;
import dev.jformers.checkpoint.TensorSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The floats of a quantised tensor, computed in parts that stay in the processor's cache. */
final class DequantisedBytes implements TensorSource {

    private static final int FLOATS_AT_A_TIME = 1 << 16;

    private final MappedBytes blocks;
    private final Quantisation quantisation;

    DequantisedBytes(MappedBytes blocks, Quantisation quantisation) {
        this.blocks = blocks;
        this.quantisation = quantisation;
    }

    @Override
    public void writeTo(IoConsumer<ByteBuffer> sink) throws IOException {
        int most = FLOATS_AT_A_TIME / quantisation.elements();
        ByteBuffer floats =
                ByteBuffer.allocateDirect(FLOATS_AT_A_TIME * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long size = blocks.size();
        long step = (long) most * quantisation.bytes();
        for (long begin = 0; begin < size; begin += step) {
            ByteBuffer part = contiguous(blocks.range(begin, Math.min(size, begin + step)));
            floats.clear();
            for (int block = 0; block < part.limit(); block += quantisation.bytes()) {
                quantisation.decoder().decode(part, block, floats);
            }
            sink.accept(floats.flip());
        }
    }

    /** A block of a tensor larger than a mapping may lie on two of them. */
    private static ByteBuffer contiguous(MappedBytes range) throws IOException {
        if (range.slices().size() == 1) {
            return range.slices().get(0);
        }
        ByteBuffer joined = ByteBuffer.allocate((int) range.size()).order(ByteOrder.LITTLE_ENDIAN);
        range.writeTo(joined::put);
        return joined.flip();
    }
}
