package dev.jformers.checkpoint.gguf;

import static dev.jformers.checkpoint.gguf.Quantisation.half;

import dev.jformers.checkpoint.HalfFloats;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The quantisations in blocks of 32, named as GGUF names them: bits, then 0 for a scale and 1 for a scale and a minimum. */
final class Quants {

    private static final int ELEMENTS = 32;
    private static final int HALF = ELEMENTS / 2;

    static final Quantisation Q4_0 = new Quantisation(ELEMENTS, 18, Quants::q40);
    static final Quantisation Q4_1 = new Quantisation(ELEMENTS, 20, Quants::q41);
    static final Quantisation Q5_0 = new Quantisation(ELEMENTS, 22, Quants::q50);
    static final Quantisation Q5_1 = new Quantisation(ELEMENTS, 24, Quants::q51);
    static final Quantisation Q8_0 = new Quantisation(ELEMENTS, 34, Quants::q80);

    private Quants() {}

    /**
     * Rounds 32 floats to 8 bits each, as the reference does: by the largest of them, which becomes 127.
     *
     * @param floats read from its position on
     * @param block takes 34 bytes, little-endian
     */
    static void encodeQ80(FloatBuffer floats, ByteBuffer block) {
        float[] values = new float[ELEMENTS];
        floats.get(values);
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        float scale = largest / 127;
        float inverse = scale == 0 ? 0 : 1 / scale;
        block.putShort(HalfFloats.narrow(scale));
        for (float value : values) {
            block.put((byte) roundAwayFromZero(value * inverse));
        }
    }

    private static float roundAwayFromZero(float value) {
        float size = Math.abs(value);
        float whole = (float) Math.floor(size);
        return Math.signum(value) * (whole + (float) Math.floor(2 * (size - whole)));
    }

    /** The low four bits of element {@code i}: the first half of a block is in the low nibbles, the second in the high ones. */
    private static int nibble(ByteBuffer block, int begin, int i) {
        int pair = block.get(begin + i % HALF);
        return (i < HALF ? pair : pair >> 4) & 0x0f;
    }

    /** The fifth bit of element {@code i}. */
    private static int fifth(int bits, int i) {
        return ((bits >>> i) & 1) << 4;
    }

    private static void q40(ByteBuffer block, int begin, ByteBuffer out) {
        float scale = half(block, begin);
        for (int i = 0; i < ELEMENTS; i++) {
            out.putFloat(scale * (nibble(block, begin + 2, i) - 8));
        }
    }

    private static void q41(ByteBuffer block, int begin, ByteBuffer out) {
        float scale = half(block, begin);
        float minimum = half(block, begin + 2);
        for (int i = 0; i < ELEMENTS; i++) {
            out.putFloat(scale * nibble(block, begin + 4, i) + minimum);
        }
    }

    private static void q50(ByteBuffer block, int begin, ByteBuffer out) {
        float scale = half(block, begin);
        int high = block.getInt(begin + 2);
        for (int i = 0; i < ELEMENTS; i++) {
            out.putFloat(scale * ((nibble(block, begin + 6, i) | fifth(high, i)) - 16));
        }
    }

    private static void q51(ByteBuffer block, int begin, ByteBuffer out) {
        float scale = half(block, begin);
        float minimum = half(block, begin + 2);
        int high = block.getInt(begin + 4);
        for (int i = 0; i < ELEMENTS; i++) {
            out.putFloat(scale * (nibble(block, begin + 8, i) | fifth(high, i)) + minimum);
        }
    }

    private static void q80(ByteBuffer block, int begin, ByteBuffer out) {
        float scale = half(block, begin);
        for (int i = 0; i < ELEMENTS; i++) {
            out.putFloat(block.get(begin + 2 + i) * scale);
        }
    }
}
