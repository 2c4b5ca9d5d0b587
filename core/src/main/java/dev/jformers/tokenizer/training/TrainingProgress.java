package dev.jformers.tokenizer.training;

/** Hears how far a training is. */
@FunctionalInterface
public interface TrainingProgress {

    /** For those who do not care. */
    TrainingProgress NONE = (stage, share) -> {};

    /**
     * Comes often; calls may come from several threads, one at a time.
     *
     * @param stage what is being done, such as "counting words"
     * @param share of the stage that is done, 0 to 1; NaN where nobody knows
     */
    void at(String stage, double share);
}
