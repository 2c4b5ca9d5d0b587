package dev.jformers.training.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import org.jline.terminal.Terminal;

/**
 * A terminal as far as progress needs it: where to write, and how wide it is. JLine closes its terminal as soon as the JVM shuts
 * down, when a run may still be saving; so text goes past it, to a stream that lives as long as the process.
 */
final class Screen implements AutoCloseable {
    private static final int USUAL_COLUMNS = 80;

    private final Terminal terminal;
    private final PrintStream out;
    private int columns = USUAL_COLUMNS;

    /**
     * @param terminal closed with this screen
     * @param out where the terminal shows what is written; never closed
     */
    Screen(Terminal terminal, PrintStream out) {
        this.terminal = terminal;
        this.out = out;
    }

    /** The columns there are now; the last that were known, or {@value #USUAL_COLUMNS}, where nobody can tell. */
    int columns() {
        try {
            int now = terminal.getWidth();
            columns = now > 0 ? now : columns;
            return columns;
        } catch (IllegalStateException closedByShutdown) {
            return columns;
        }
    }

    /** Whether box-drawing characters arrive as such. */
    boolean showsBoxes() {
        Charset charset = terminal.encoding();
        return charset.canEncode() && charset.newEncoder().canEncode('\u2501');
    }

    void write(String text) {
        out.print(text);
        out.flush();
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal could not be given back", e);
        }
    }
}
