package dev.jformers.cli;

/** What the process says when it leaves. */
final class ExitCodes {

    static final int OK = 0;

    /** The command was right, but what it worked on or the run itself was not. */
    static final int FAILED = 1;

    /** The command line or the recipe is wrong; nothing was begun. */
    static final int USAGE = 2;

    /** Ctrl-C, by the convention of shells: 128 and the signal's number. */
    static final int INTERRUPTED = 130;

    private ExitCodes() {}
}
