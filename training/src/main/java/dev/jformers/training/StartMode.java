package dev.jformers.training;

/** What a run does with what is already in its folder. */
public enum StartMode {
    /** The folder must not hold a run yet. */
    NEW,
    /** Goes on with the run that is there, from its last checkpoint; starts it where there is none. */
    RESUME,
    /** Deletes the run that is there first. */
    OVERWRITE
}
