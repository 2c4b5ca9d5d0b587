package dev.jformers.training.progress;

/** Shows on the console what a run does. Close it when the run is over: a terminal is then left as it was found. */
public sealed interface RunProgress extends RunListener, AutoCloseable permits TerminalProgress, PlainProgress {

    /**
     * A live display if there is a terminal that can redraw, else plain lines on the standard output. Plain lines, too, where
     * {@code TERM} is {@code dumb}, or {@code NO_COLOR} or {@code CI} is set.
     */
    static RunProgress forConsole() {
        return new ConsoleChoice(System.getenv()).progress(System.console() != null);
    }

    @Override
    void close();
}
