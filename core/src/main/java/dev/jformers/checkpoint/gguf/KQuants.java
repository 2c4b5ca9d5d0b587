package dev.jformers.checkpoint.gguf;

import static dev.jformers.checkpoint.gguf.Quantisation.half;

import java.nio.ByteBuffer;

/** The quantisations in blocks of 256, whose groups have scales of a few bits, themselves scaled by a half. */
final class KQuants {

    private static final int ELEMENTS = 256;
    private static final int HALF = ELEMENTS / 2;
    private static final int GROUP = 32;
    private static final int SCALE_GROUP = 16;
    private static final int SCALES = 12;

    static final Quantisation Q4_K = new Quantisation(ELEMENTS, 144, KQuants::q4k);
    static final Quantisation Q5_K = new Quantisation(ELEMENTS, 176, KQuants::q5k);
    static final Quantisation Q6_K = new Quantisation(ELEMENTS, 210, KQuants::q6k);

    private KQuants() {}

    /**
     * The 6-bit scale of a group in Q4_K and Q5_K. Those of the first four groups are in the low bits of bytes 0 to 3; the last
     * four have their low bits in bytes 8 to 11 and their high bits on top of bytes 0 to 3.
     */
    private static int scale(ByteBuffer block, int begin, int group) {
        return group < 4
                ? block.get(begin + group) & 0x3f
                : (block.get(begin + group + 4) & 0x0f) | ((block.get(begin + group - 4) >> 2) & 0x30);
    }

    /** The 6-bit minimum of a group: as {@link #scale}, in bytes 4 to 7 and the high nibbles of bytes 8 to 11. */
    private static int minimum(ByteBuffer block, int begin, int group) {
        return group < 4
                ? block.get(begin + group + 4) & 0x3f
                : ((block.get(begin + group + 4) >> 4) & 0x0f) | ((block.get(begin + group) >> 2) & 0x30);
    }

    /** The low four bits of element {@code i}: groups two by two, the first in the low nibbles. */
    private static int nibble(ByteBuffer block, int begin, int i) {
        int group = i / GROUP;
        return (block.get(begin + group / 2 * GROUP + i % GROUP) >> (group % 2 * 4)) & 0x0f;
    }

    private static void q4k(ByteBuffer block, int begin, ByteBuffer out) {
        float scale = half(block, begin);
        float minimum = half(block, begin + 2);
        for (int group = 0; group < ELEMENTS / GROUP; group++) {
            float groupScale = scale * scale(block, begin + 4, group);
            float groupMinimum = minimum * minimum(block, begin + 4, group);
            for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
                out.putFloat(groupScale * nibble(block, begin + 4 + SCALES, i) - groupMinimum);
            }
        }
    }

    private static void q5k(ByteBuffer block, int begin, ByteBuffer out) {
        float scale = half(block, begin);
        float minimum = half(block, begin + 2);
        int high = begin + 4 + SCALES;
        for (int group = 0; group < ELEMENTS / GROUP; group++) {
            float groupScale = scale * scale(block, begin + 4, group);
            float groupMinimum = minimum * minimum(block, begin + 4, group);
            for (int i = group * GROUP; i < (group + 1) * GROUP; i++) {
                int fifth = ((block.get(high + i % GROUP) >> group) & 1) << 4;
                out.putFloat(groupScale * (nibble(block, high + GROUP, i) | fifth) - groupMinimum);
            }
        }
    }

    private static void q6k(ByteBuffer block, int begin, ByteBuffer out) {
        int scales = begin + HALF + ELEMENTS / 4;
        float scale = half(block, scales + ELEMENTS / SCALE_GROUP);
        for (int i = 0; i < ELEMENTS; i++) {
            float groupScale = scale * block.get(scales + i / SCALE_GROUP);
            out.putFloat(groupScale * ((low(block, begin, i) | high(block, begin + HALF, i)) - 32));
        }
    }

    /** Each half of the block has 64 bytes: its first 64 elements in the low nibbles, the others in the high ones. */
    private static int low(ByteBuffer block, int begin, int i) {
        int inHalf = i % HALF;
        return (block.get(begin + i / HALF * 64 + inHalf % 64) >> (inHalf / 64 * 4)) & 0x0f;
    }

    /** Each half of the block has 32 bytes, each of which has two bits for elements 32 apart. */
    private static int high(ByteBuffer block, int begin, int i) {
        int inHalf = i % HALF;
        return ((block.get(begin + i / HALF * GROUP + inHalf % GROUP) >> (inHalf / GROUP * 2)) & 3) << 4;
    }
}
