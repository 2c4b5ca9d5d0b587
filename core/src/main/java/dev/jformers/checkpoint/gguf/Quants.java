package dev.jformers.checkpoint.gguf;

import static dev.jformers.checkpoint.gguf.Quantisation.half;

import java.nio.ByteBuffer;

/** The quantisations in blocks of 32, named as GGUF names them: bits, then 0 for a scale and 1 for a scale and a minimum. */
final class Quants {

    private static final int ELEMENTS = 32;
    private static final int HALF = ELEMENTS / 2;

    private Quants() {}

    /** The low four bits of element {@code i}: the first half of a block is in the low nibbles, the second in the high ones. */
    private static int nibble(ByteBuffer block, int begin, int i) {
        int pair = block.get(begin + i % HALF);
        return (i < HALF ? pair : pair >> 4) & 0x0f;
    }

    /** The fifth bit of element {@code i}. */
    private static int fifth(int bits, int i) {
        return ((bits >>> i) & 1) << 4;
    }

    record Q40() implements Quantisation {

        @Override
        public int elements() {
            return ELEMENTS;
        }

        @Override
        public int bytes() {
            return 18;
        }

        @Override
        public void dequantise(ByteBuffer block, int begin, ByteBuffer out) {
            float scale = half(block, begin);
            for (int i = 0; i < ELEMENTS; i++) {
                out.putFloat(scale * (nibble(block, begin + 2, i) - 8));
            }
        }
    }

    record Q41() implements Quantisation {

        @Override
        public int elements() {
            return ELEMENTS;
        }

        @Override
        public int bytes() {
            return 20;
        }

        @Override
        public void dequantise(ByteBuffer block, int begin, ByteBuffer out) {
            float scale = half(block, begin);
            float minimum = half(block, begin + 2);
            for (int i = 0; i < ELEMENTS; i++) {
                out.putFloat(scale * nibble(block, begin + 4, i) + minimum);
            }
        }
    }

    record Q50() implements Quantisation {

        @Override
        public int elements() {
            return ELEMENTS;
        }

        @Override
        public int bytes() {
            return 22;
        }

        @Override
        public void dequantise(ByteBuffer block, int begin, ByteBuffer out) {
            float scale = half(block, begin);
            int high = block.getInt(begin + 2);
            for (int i = 0; i < ELEMENTS; i++) {
                out.putFloat(scale * ((nibble(block, begin + 6, i) | fifth(high, i)) - 16));
            }
        }
    }

    record Q51() implements Quantisation {

        @Override
        public int elements() {
            return ELEMENTS;
        }

        @Override
        public int bytes() {
            return 24;
        }

        @Override
        public void dequantise(ByteBuffer block, int begin, ByteBuffer out) {
            float scale = half(block, begin);
            float minimum = half(block, begin + 2);
            int high = block.getInt(begin + 4);
            for (int i = 0; i < ELEMENTS; i++) {
                out.putFloat(scale * (nibble(block, begin + 8, i) | fifth(high, i)) + minimum);
            }
        }
    }

    record Q80() implements Quantisation {

        @Override
        public int elements() {
            return ELEMENTS;
        }

        @Override
        public int bytes() {
            return 34;
        }

        @Override
        public void dequantise(ByteBuffer block, int begin, ByteBuffer out) {
            float scale = half(block, begin);
            for (int i = 0; i < ELEMENTS; i++) {
                out.putFloat(block.get(begin + 2 + i) * scale);
            }
        }
    }
}
