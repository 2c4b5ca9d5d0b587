package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.HalfFloats;
import java.nio.ByteBuffer;

/**
 * A way to store floats in blocks that share a scale.
 *
 * @param elements how many floats a block holds
 * @param bytes how many bytes it takes
 * @param decoder computes the floats of a block
 */
record Quantisation(int elements, int bytes, Decoder decoder) {

    /** Computes the floats of one block, in the same order of operations as the reference. */
    @FunctionalInterface
    interface Decoder {

        /**
         * @param block little-endian
         * @param begin where in it the block begins
         * @param out takes {@link #elements} floats from its position on
         */
        void decode(ByteBuffer block, int begin, ByteBuffer out);
    }

    /** The IEEE half at an index, as a float. */
    static float half(ByteBuffer block, int index) {
        return HalfFloats.widen(block.getShort(index));
    }
}
