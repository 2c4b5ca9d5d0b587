package dev.jformers.training;

/**
 * How a run ended.
 *
 * @param status whether it went to its end
 * @param summary what it reached and where everything is, for the terminal
 */
public record RunResult(Status status, String summary) {

    /** Whether a run went to its end. */
    public enum Status {
        /** It did. */
        FINISHED,
        /** It was asked to stop, and left a checkpoint. */
        STOPPED
    }
}
