package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;

/**
 * Turns pairs of a head's values by angles that grow with the position (Su et al. 2021, section 3.2).
 *
 * @param dim how many of a head's values, the first ones, are turned; even
 * @param theta base of the wavelengths
 * @param scaling how longer sequences than those of pretraining are met
 * @param layout which values form a pair
 */
public record Rotary(int dim, double theta, RotaryScaling scaling, Layout layout) implements RelativePosition {

    /** Which values form a pair. */
    public enum Layout {
        /** The i-th of the first half and the i-th of the second, as in Llama and GPT-NeoX. */
        HALVES,
        /** Neighbours, as in the paper and in GPT-J. */
        INTERLEAVED
    }

    @Override
    public RelativePositionBlock newBlock(int heads) {
        return new RotaryBlock(this);
    }

    @Override
    public long readAnewBeyond() {
        return scaling instanceof LongRope factors ? factors.pretrained() : Long.MAX_VALUE;
    }

    private static final class RotaryBlock extends RelativePositionBlock {

        private final Rotary config;

        RotaryBlock(Rotary config) {
            this.config = config;
        }

        @Override
        public PositionSignal signal(Pass pass, Tokens tokens) {
            NDManager manager = tokens.ids().getManager();
            // [batch or 1, seq] -> [batch or 1, 1, seq, 1]
            NDArray places = tokens.places()
                    .toType(DataType.FLOAT32, false)
                    .expandDims(1)
                    .expandDims(3);
            float[] frequencies = config.scaling().frequencies(config.dim(), config.theta(), tokens::length);
            double factor = config.scaling().attentionFactor();
            // the first value of a pair turns the other way
            NDArray cos =
                    scaled(places.mul(manager.create(ofPairs(frequencies, 1))).cos(), factor);
            NDArray sin =
                    scaled(places.mul(manager.create(ofPairs(frequencies, -1))).sin(), factor);
            return new Turns(cos, sin, config.layout() == Layout.INTERLEAVED);
        }

        /** Frequencies of both values of each pair, those of the first ones times a sign. */
        private float[] ofPairs(float[] frequencies, int sign) {
            int pairs = frequencies.length;
            boolean interleaved = config.layout() == Layout.INTERLEAVED;
            float[] both = new float[2 * pairs];
            for (int i = 0; i < pairs; i++) {
                both[interleaved ? 2 * i : i] = sign * frequencies[i];
                both[interleaved ? 2 * i + 1 : i + pairs] = frequencies[i];
            }
            return both;
        }

        private static NDArray scaled(NDArray x, double factor) {
            return factor == 1 ? x : x.mul(factor);
        }
    }

    /**
     * @param cos {@code [batch or 1, 1, seq, dim]}
     * @param sin the same shape
     */
    private record Turns(NDArray cos, NDArray sin, boolean interleaved) implements PositionSignal {

        @Override
        public NDArray rotate(NDArray heads) {
            return Operators.rotate(heads, cos, sin, interleaved);
        }
    }
}
