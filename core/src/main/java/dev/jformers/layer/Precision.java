package dev.jformers.layer;

import ai.djl.ndarray.types.Shape;
import dev.jformers.torch.PackedLinear.Form;
import org.jspecify.annotations.Nullable;

/** How exactly the products of a model's linear maps are computed in inference; sums and all else stay in 32-bit floats. */
public enum Precision {
    /**
     * 32-bit floats, by copies of the weights in layouts that are made for it: one for a token that is read alone, one for several.
     * Each is made when it is used first.
     */
    FLOAT32("float32") {
        @Override
        @Nullable
        Form form(Shape x) {
            return isOneRow(x) ? Form.BAGS : Form.REORDERED.isThere() ? Form.REORDERED : null;
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
     * Weights of 8-bit integers: a quarter of the memory to read, relative errors of about 1e-2. A token that is read alone is multiplied
     * as it is. Where several are read at once, inputs are rounded to 8 bits too, with one scale for all of them, so that what is read in
     * one pass has a say in how the rest of it is rounded: a row of a batch, or a token that is verified beside others, may come
     * out otherwise than alone.
     */
    INT8("int8") {
        @Override
        Form form(Shape x) {
            return isOneRow(x) ? Form.BYTE_BAGS : Form.INT8;
        }
    };

    private final String text;

    Precision(String text) {
        this.text = text;
    }

    /**
     * @param x the shape of what is multiplied, {@code [rows, in]} or {@code [batch, seq, in]}
     * @return how the weights are packed for it; null if they are taken as they are
     */
    abstract @Nullable Form form(Shape x);

    private static boolean isOneRow(Shape x) {
        return x.size() == x.getLastDimension();
    }

    /** The name in settings: {@code float32}, {@code float16}, {@code int8}. */
    @Override
    public String toString() {
        return text;
    }
}
