package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;

/**
 * Sines and cosines of geometrically growing wavelengths (Vaswani et al. 2017, section 3.5). Nothing is learned.
 *
 * @param maxPositions how many positions have a vector
 * @param layout how sines and cosines share a vector
 */
public record Sinusoidal(long maxPositions, Layout layout) implements AbsolutePosition {

    private static final double BASE = 10_000;

    /** How sines and cosines share a vector. */
    public enum Layout {
        /** In turns, as in the paper. */
        INTERLEAVED,
        /** Sines in the first half, cosines in the second, as in Marian. */
        HALVES
    }

    @Override
    public AbsolutePositionBlock newBlock(long hidden) {
        return new SinusoidalBlock(table(Math.toIntExact(hidden)), hidden, maxPositions);
    }

    /** All vectors, {@code maxPositions} rows of {@code hidden} numbers. */
    public float[] table(int hidden) {
        float[] values = new float[Math.toIntExact(maxPositions * hidden)];
        int sines = (hidden + 1) / 2;
        for (int position = 0; position < maxPositions; position++) {
            for (int i = 0; i < hidden; i++) {
                boolean interleaved = layout == Layout.INTERLEAVED;
                int wave = interleaved ? i / 2 : i % sines;
                boolean sine = interleaved ? i % 2 == 0 : i < sines;
                double angle = position / Math.pow(BASE, 2.0 * wave / hidden);
                values[position * hidden + i] = (float) (sine ? Math.sin(angle) : Math.cos(angle));
            }
        }
        return values;
    }

    private static final class SinusoidalBlock extends AbsolutePositionBlock {

        private final float[] table;
        private final Shape shape;

        SinusoidalBlock(float[] table, long hidden, long positions) {
            this.table = table;
            this.shape = new Shape(positions, hidden);
        }

        @Override
        public NDArray vectors(Pass pass, Tokens tokens) {
            NDArray rows = tokens.ids().getManager().create(table).reshape(shape);
            return Operators.embedding(tokens.places(), rows.toType(DataType.FLOAT32, false), -1);
        }
    }
}
