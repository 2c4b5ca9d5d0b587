package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;

/**
 * A learned vector for each absolute position (Gehring et al. 2017; BERT).
 *
 * @param rows how many vectors there are
 * @param offset the row of position 0
 * @param counting how positions are counted
 * @param paddingId the padding token, where counting asks for it; its row, if positions have one, gets no gradient
 */
public record Learned(long rows, long offset, Counting counting, long paddingId) implements AbsolutePosition {

    /** A vector for each of the positions from 0. */
    public Learned(long rows) {
        this(rows, 0, Counting.ALL, -1);
    }

    @Override
    public AbsolutePositionBlock newBlock(long hidden) {
        return new LearnedBlock(hidden, this);
    }

    @Override
    public long maxPositions() {
        return rows - offset;
    }

    /** The row of padding, which gets no gradient; -1 where positions have none. */
    public long paddingRow() {
        return counting == Counting.NOT_PADDING ? paddingId : -1;
    }

    private static final class LearnedBlock extends AbsolutePositionBlock {

        private final Learned config;
        private final Parameter weight;

        LearnedBlock(long hidden, Learned config) {
            this.config = config;
            this.weight = weight("weight", config.rows(), hidden);
        }

        @Override
        public NDArray vectors(Pass pass, Tokens tokens) {
            NDArray places = tokens.positions() == null
                    ? config.counting().count(tokens, config.paddingId())
                    : tokens.positions();
            NDArray rows = config.offset() == 0 ? places : places.add(config.offset());
            return Operators.embedding(rows, pass.value(weight), config.paddingRow());
        }
    }
}
