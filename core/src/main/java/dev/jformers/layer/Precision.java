package dev.jformers.layer;

import dev.jformers.torch.PackedLinear;

/** How exactly the products of a model's linear maps are computed in inference; sums and all else stay in 32-bit floats. */
public enum Precision {
    /** 32-bit floats. */
    FLOAT32("float32", PackedLinear.Form.TRANSPOSED),
    /** Weights of 16-bit floats: half the memory to read, relative errors of about 2e-4. */
    FLOAT16("float16", PackedLinear.Form.FLOAT16),
    /** Weights and inputs of 8-bit integers: a quarter of the memory to read, relative errors of about 1e-2. */
    INT8("int8", PackedLinear.Form.INT8);

    private final String text;
    private final PackedLinear.Form form;

    Precision(String text, PackedLinear.Form form) {
        this.text = text;
        this.form = form;
    }

    PackedLinear.Form form() {
        return form;
    }

    /** The name in settings: {@code float32}, {@code float16}, {@code int8}. */
    @Override
    public String toString() {
        return text;
    }
}
