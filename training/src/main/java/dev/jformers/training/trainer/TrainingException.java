package dev.jformers.training.trainer;

/** Training cannot go on. The message says where, why and what to do. */
public final class TrainingException extends RuntimeException {

    /**
     * @param message for the person who runs the training
     */
    public TrainingException(String message) {
        super(message);
    }
}
