package dev.jformers.chat.template;

import java.time.Clock;

/** One rendering: where it is, and how much it has done. Not thread-safe. */
final class Run {

    private static final int MAX_STEPS = 5_000_000;
    private static final int MAX_DEPTH = 100;

    private final Clock clock;
    private int line = 1;
    private int steps;
    private int depth;

    Run(Clock clock) {
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    int line() {
        return line;
    }

    /** Called before each statement; a template that goes on for ever ends here. */
    void at(int place) {
        line = place;
        if (++steps > MAX_STEPS) {
            throw new TemplateError("takes more than " + MAX_STEPS + " steps");
        }
    }

    void enterMacro() {
        if (++depth > MAX_DEPTH) {
            throw new TemplateError("more than " + MAX_DEPTH + " macros within each other");
        }
    }

    void leaveMacro() {
        depth--;
    }
}
