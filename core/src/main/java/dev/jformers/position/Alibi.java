package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.jformers.layer.Pass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores fall with the distance, ahead as back, in each head at its own pace (Press et al. 2022, section 3). Where no token
 * looks ahead, the bias grows with the key's position instead, which is smaller and the same: softmax does not see what is added
 * to all keys of a query.
 */
public record Alibi() implements RelativePosition {

    @Override
    public RelativePositionBlock newBlock(int heads) {
        return new AlibiBlock(slopes(heads));
    }

    /** The paper's geometric series; where the number of heads is no power of two, the rest comes from between. */
    static float[] slopes(int heads) {
        int power = Integer.highestOneBit(heads);
        List<Double> slopes = new ArrayList<>();
        double base = Math.pow(2, -8.0 / power);
        for (int i = 1; i <= power; i++) {
            slopes.add(Math.pow(base, i));
        }
        double between = Math.pow(2, -4.0 / power);
        for (int i = 1; slopes.size() < heads; i += 2) {
            slopes.add(Math.pow(between, i));
        }
        float[] values = new float[heads];
        for (int i = 0; i < heads; i++) {
            values[i] = slopes.get(i).floatValue();
        }
        return values;
    }

    private static final class AlibiBlock extends RelativePositionBlock {

        private final float[] slopes;

        AlibiBlock(float[] slopes) {
            this.slopes = slopes;
        }

        @Override
        public PositionSignal signal(Pass pass, Tokens tokens) {
            NDArray given = tokens.past() == 0 ? tokens.positions() : null;
            NDArray places = given == null ? Counting.attended(tokens).maximum(0) : given;
            // [batch or 1, seq] -> [batch or 1, 1, 1, keySeq]
            NDArray keys = places.toType(DataType.FLOAT32, false).expandDims(1).expandDims(1);
            // -> [batch or 1, 1, querySeq, keySeq]
            NDArray nearness =
                    tokens.ahead() ? keys.sub(keys.transpose(0, 1, 3, 2)).abs().neg() : keys;
            NDArray paces = places.getManager().create(slopes).reshape(1, slopes.length, 1, 1);
            return new Bias(nearness.mul(paces));
        }
    }

    private record Bias(@Nullable NDArray bias) implements PositionSignal {}
}
