package dev.jformers.cli;

import picocli.CommandLine.Help.Ansi;

/** What is known of the other end of the standard streams. */
final class Console {

    private Console() {}

    /** Whether a person reads the standard output, and writes the standard input. */
    static boolean isTerminal() {
        return System.console() != null;
    }

    /** Colours for terminals alone; {@code NO_COLOR} and {@code TERM=dumb} turn them off there, too. */
    static Ansi ansi() {
        boolean wanted = isTerminal() && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
        return wanted ? Ansi.ON : Ansi.OFF;
    }
}
