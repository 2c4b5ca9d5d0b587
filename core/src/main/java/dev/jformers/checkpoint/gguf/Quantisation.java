package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.HalfFloats;
import java.nio.ByteBuffer;

/** A way to store floats in blocks that share a scale. */
interface Quantisation {

    /** How many floats a block holds. */
    int elements();

    /** How many bytes it takes. */
    int bytes();

    /**
     * Computes the floats of one block, in the same order of operations as the reference.
     *
     * @param block little-endian
     * @param begin where in it the block begins
     * @param out takes {@link #elements} floats from its position on
     */
    void dequantise(ByteBuffer block, int begin, ByteBuffer out);

    /** The IEEE half at an index, as a float. */
    static float half(ByteBuffer block, int index) {
        return HalfFloats.widen(block.getShort(index));
    }
}
