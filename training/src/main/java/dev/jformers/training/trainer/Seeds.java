package dev.jformers.training.trainer;

import dev.jformers.torch.Torch;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random states that depend on the run's seed and a place in the run alone. The engine's random state cannot be saved: each
 * micro-batch sets it anew, so that a resumed run draws what an uninterrupted one would have drawn.
 *
 * @param seed of the run
 */
public record Seeds(long seed) {

    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    /** The seed of a stage, so that two stages on the same data draw differently. */
    public static Seeds ofStage(long seed, String stage) {
        return new Seeds(mix(seed, stage.hashCode(), 0));
    }

    /** Sets the engine's random state for the new parameters of a model; each model that has some takes other seeds. */
    public void seedInitialization() {
        Torch.engine().setRandomSeed((int) mix(seed, -1, 0));
    }

    /** Sets the engine's random state for a micro-batch: dropout. */
    void seedDropout(long step, int microBatch) {
        Torch.engine().setRandomSeed((int) mix(seed, step, microBatch));
    }

    /** A generator for what is hidden in a micro-batch. */
    RandomGenerator collation(long step, int microBatch) {
        return FACTORY.create(mix(~seed, step, microBatch));
    }

    /** The finalizer of SplitMix64 (Steele et al. 2014) over the three numbers, one after the other. */
    private static long mix(long seed, long step, long microBatch) {
        return scramble(scramble(scramble(seed) + step) + microBatch);
    }

    private static long scramble(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
