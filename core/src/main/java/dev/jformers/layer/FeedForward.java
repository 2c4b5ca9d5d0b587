package dev.jformers.layer;

/** The network that works on each token by itself (Vaswani et al. 2017, section 3.3). */
public sealed interface FeedForward permits Plain, Gated, MixtureOfExperts {

    /**
     * @param hidden size of what goes in and comes out
     */
    FeedForwardBlock newBlock(long hidden);

    /** The same network with this dropout where it has one. */
    FeedForward withDropout(double rate);

    /** How many networks tokens are sent to; 0 where all run through the same. */
    default int experts() {
        return 0;
    }

    /** What the loss that balances experts is multiplied by in training; 0 where nothing is balanced. */
    default double balance() {
        return 0;
    }
}
