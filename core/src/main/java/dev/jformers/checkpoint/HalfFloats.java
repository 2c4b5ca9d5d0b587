package dev.jformers.checkpoint;

import java.nio.ByteBuffer;

/** The two floating-point formats of 16 bits: widened to 32 exactly, and rounded from 32, ties to even. */
public final class HalfFloats {

    private HalfFloats() {}

    /** The float of an IEEE 754 binary16. */
    public static float widen(short half) {
        return Float.intBitsToFloat(ieeeBits(half));
    }

    /** Widens as many values as both buffers have room for. */
    static void widen(TensorType type, ByteBuffer from, ByteBuffer to) {
        boolean brain = type == TensorType.BF16;
        int values = Math.min(from.remaining() / Short.BYTES, to.remaining() / Float.BYTES);
        int in = from.position();
        int out = to.position();
        for (int i = 0; i < values; i++) {
            short bits = from.getShort(in + i * Short.BYTES);
            to.putInt(out + i * Float.BYTES, brain ? bits << 16 : ieeeBits(bits));
        }
        from.position(in + values * Short.BYTES);
        to.position(out + values * Float.BYTES);
    }

    /** IEEE 754 binary16 (1 sign, 5 exponent, 10 fraction bits) as the bits of binary32 (1, 8, 23). */
    private static int ieeeBits(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0x1f) {
            return sign | 0x7f800000 | fraction << 13;
        }
        if (exponent == 0) {
            return sign | Float.floatToRawIntBits(fraction * 0x1p-24f);
        }
        return sign | (exponent + 127 - 15) << 23 | fraction << 13;
    }

    /** The IEEE 754 binary16 nearest to a float; infinite beyond 65504 and its rounding. */
    public static short narrow(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00 | ((magnitude >> 13) & 0x3ff));
        }
        if (magnitude >= 0x47800000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            return (short) (sign | (int) Math.rint(Math.scalb(Float.intBitsToFloat(magnitude), 24)));
        }
        return (short) (sign | ((magnitude + 0xfff + ((magnitude >> 13) & 1) - ((127 - 15) << 23)) >> 13));
    }

    /** The bfloat16 nearest to a float. */
    static short narrowToBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7fffffff) > 0x7f800000) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
}
