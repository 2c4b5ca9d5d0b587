package dev.jformers.layer;

import ai.djl.ndarray.types.Shape;
import dev.jformers.torch.PackedLinear.Form;
import org.jspecify.annotations.Nullable;

/** How exactly the products of a model's linear maps are computed in inference; sums and all else stay in 32-bit floats. */
public enum Precision {
    /** 32-bit floats; where texts are read one token at a time, by a copy of the weights in a layout that is made for it. */
    FLOAT32("float32") {
        @Override
        @Nullable
        Form form(Shape x) {
            boolean tokenEach = x.dimension() < 3 || x.get(1) == 1;
            long rows = x.get(0);
            if (!tokenEach || rows > MANY_ROWS) {
                return null;
            }
            return rows == 1 ? Form.TRANSPOSED : rows < FEW_ROWS || !Form.REORDERED.isThere() ? null : Form.REORDERED;
        }
    },
    /** Weights of 16-bit floats: half the memory to read, relative errors of about 2e-4. */
    FLOAT16("float16") {
        @Override
        Form form(Shape x) {
            return Form.FLOAT16;
        }
    },
    /**
     * Weights and inputs of 8-bit integers: a quarter of the memory to read, relative errors of about 1e-2. The inputs of a product share one
     * scale, so that what is read in one pass has a say in how the rest of it is rounded: a row of a batch, or a token that is verified
     * beside others, may come out otherwise than alone.
     */
    INT8("int8") {
        @Override
        Form form(Shape x) {
            return Form.INT8;
        }
    };

    /** Between these, blocks are faster than rows (measured: 1.7 times at 8 rows, 1.3 at 32, nothing at 2 and at 512). */
    private static final long FEW_ROWS = 4;

    private static final long MANY_ROWS = 64;

    private final String text;

    Precision(String text) {
        this.text = text;
    }

    /**
     * @param x the shape of what is multiplied, {@code [rows, in]} or {@code [batch, seq, in]}
     * @return how the weights are packed for it; null if they are taken as they are
     */
    abstract @Nullable Form form(Shape x);

    /** The name in settings: {@code float32}, {@code float16}, {@code int8}. */
    @Override
    public String toString() {
        return text;
    }
}
