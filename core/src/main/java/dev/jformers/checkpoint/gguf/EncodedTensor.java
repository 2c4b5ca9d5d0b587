package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorSource;
import dev.jformers.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A tensor as a GGUF file has it.
 *
 * @param type how its elements are stored
 * @param source its bytes as they are stored
 */
record EncodedTensor(String name, List<Long> shape, GgmlType type, TensorSource source) {

    private static final int BLOCKS_AT_A_TIME = 1 << 12;

    /** @param tensor its elements are floats */
    static EncodedTensor of(StoredTensor tensor, GgmlType type) {
        TensorInfo info = tensor.info();
        StoredTensor typed = tensor.retyped(type.type());
        TensorSource source = type == GgmlType.Q8_0 ? quantised(typed) : typed.bytes();
        return new EncodedTensor(info.name(), info.shape(), type, source);
    }

    long bytes() {
        return type.bytes(new TensorInfo(name, TensorType.F32, shape).elements());
    }

    /** In blocks of Q8_0. Whole rows are whole blocks, and what a source hands over may end within one. */
    private static TensorSource quantised(StoredTensor floats) {
        return sink -> {
            FloatBuffer block = FloatBuffer.allocate(GgmlType.Q8_0.blockElements());
            ByteBuffer out = ByteBuffer.allocate(BLOCKS_AT_A_TIME * GgmlType.Q8_0.blockBytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
            floats.bytes().writeTo(part -> {
                ByteBuffer values = part.slice().order(ByteOrder.LITTLE_ENDIAN);
                while (values.hasRemaining()) {
                    block.put(values.getFloat());
                    if (!block.hasRemaining()) {
                        Quants.encodeQ80(block.flip(), out);
                        block.clear();
                    }
                    if (!out.hasRemaining()) {
                        sink.accept(out.flip());
                        out.clear();
                    }
                }
            });
            sink.accept(out.flip());
        };
    }
}
