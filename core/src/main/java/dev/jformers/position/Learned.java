package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;

/**
 * A learned vector for each absolute position (Gehring et al. 2017; BERT).
 *
 * @param maxPositions how many there are
 */
public record Learned(long maxPositions) implements PositionEncoding {

    @Override
    public PositionBlock newBlock(long hidden, double standardDeviation) {
        return new LearnedBlock(maxPositions, hidden, standardDeviation);
    }

    private static final class LearnedBlock extends PositionBlock {

        private final Parameter weight;

        LearnedBlock(long maxPositions, long hidden, double standardDeviation) {
            this.weight = weight("weight", standardDeviation, maxPositions, hidden);
        }

        @Override
        public NDArray positions(Pass pass, NDManager manager, long seq) {
            NDArray ids = manager.arange(0, Math.toIntExact(seq), 1, DataType.INT64);
            return Operators.embedding(ids.expandDims(0), pass.value(weight), -1);
        }
    }
}
