package dev.jformers.position;

import dev.jformers.layer.Pass;

/** Attention knows no order: positions are in the embeddings, or nowhere (NoPE, Kazemnejad et al. 2023). */
public record NoRelativePosition() implements RelativePosition {

    @Override
    public RelativePositionBlock newBlock(int heads) {
        return new NoRelativePositionBlock();
    }

    private static final class NoRelativePositionBlock extends RelativePositionBlock {

        @Override
        public PositionSignal signal(Pass pass, Tokens tokens) {
            return PositionSignal.NONE;
        }
    }
}
