package dev.jformers.position;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.jformers.layer.Pass;
import dev.jformers.torch.Operators;

/**
 * Sines and cosines that a model's files hold like a weight, though training leaves them as they are: Pegasus. A model whose
 * files lack them computes them.
 *
 * @param waves what they are
 */
public record SinusoidalTable(Sinusoidal waves) implements AbsolutePosition {

    @Override
    public AbsolutePositionBlock newBlock(long hidden) {
        return new SinusoidalTableBlock(waves, hidden);
    }

    @Override
    public long maxPositions() {
        return waves.maxPositions();
    }

    private static final class SinusoidalTableBlock extends AbsolutePositionBlock {

        private final Parameter weight;

        SinusoidalTableBlock(Sinusoidal waves, long hidden) {
            this.weight = fixed(
                    "weight",
                    (manager, shape, type) -> manager.create(waves.table(Math.toIntExact(hidden)), shape)
                            .toType(type, false),
                    waves.maxPositions(),
                    hidden);
        }

        @Override
        public NDArray vectors(Pass pass, Tokens tokens) {
            return Operators.embedding(tokens.places(), pass.value(weight), -1);
        }
    }
}
