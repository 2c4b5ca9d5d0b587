package dev.jformers.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {

    private static final int VALUES = 100_000;

    @Test
    void floatsAreRoundedToHalvesAsTheEngineDoes() {
        Random random = new Random(3);
        float[] values = new float[VALUES];
        for (int i = 0; i < VALUES; i++) {
            values[i] = i % 2 == 0
                    ? Float.intBitsToFloat(random.nextInt() & ~0x40000000)
                    : (float) random.nextGaussian() * (float) Math.pow(2, random.nextInt(45) - 28);
        }
        try (NDManager manager = NDManager.newBaseManager();
                NDArray halves = manager.create(values).toType(DataType.FLOAT16, false)) {
            ByteBuffer expected = halves.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < VALUES; i++) {
                short actual = HalfFloats.narrow(values[i]);
                assertEquals(expected.getShort(2 * i), actual, "half of " + values[i]);
            }
        }
    }

    @Test
    void everyHalfSurvivesTheWayThereAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float half = HalfFloats.widen((short) bits);
            float brain = Float.intBitsToFloat(bits << 16);
            if (!Float.isNaN(half)) {
                assertEquals((short) bits, HalfFloats.narrow(half));
            }
            if (!Float.isNaN(brain)) {
                assertEquals((short) bits, HalfFloats.narrowToBrain(brain));
            }
        }
    }

    @Test
    void aHalfwayFloatIsRoundedToTheEvenBrainFloat() {
        assertEquals(0x3f80, HalfFloats.narrowToBrain(Float.intBitsToFloat(0x3f808000)));
        assertEquals(0x3f82, HalfFloats.narrowToBrain(Float.intBitsToFloat(0x3f818000)));
        assertEquals(0x3f81, HalfFloats.narrowToBrain(Float.intBitsToFloat(0x3f808001)));
        assertEquals(0x7f80, HalfFloats.narrowToBrain(Float.MAX_VALUE));
    }
}
