package dev.jformers.cli;

import dev.jformers.hub.DownloadListener;
import dev.jformers.hub.ModelLocation;
import dev.jformers.hub.Transfer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How far a download is: one line that changes on a terminal; elsewhere a line now and then, and one at the end. */
final class DownloadProgress implements DownloadListener, AutoCloseable {

    private static final long ON_TERMINAL = Duration.ofMillis(100).toNanos();
    private static final long ELSEWHERE = Duration.ofSeconds(10).toNanos();
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter errors;
    private final boolean terminal;
    private long next;
    private boolean shown;

    DownloadProgress(PrintWriter errors, boolean terminal) {
        this.errors = errors;
        this.terminal = terminal;
        this.next = System.nanoTime() + (terminal ? 0 : ELSEWHERE);
    }

    /** The folder of a model that a command line names; shows the download if there is one. */
    static Path folder(ModelLocation model, PrintWriter errors) throws IOException {
        try (DownloadProgress progress = new DownloadProgress(errors, Console.isTerminal())) {
            return model.folder(progress);
        }
    }

    @Override
    public void advanced(Transfer transfer) {
        long now = System.nanoTime();
        boolean last = transfer.bytes() == transfer.totalBytes();
        if (now < next && !last) {
            return;
        }
        next = now + (terminal ? ON_TERMINAL : ELSEWHERE);
        shown = true;
        if (terminal) {
            errors.print(CLEAR_LINE + line(transfer));
        } else {
            errors.println(line(transfer));
        }
        errors.flush();
    }

    /** {@code model.safetensors   45 %, 180.3 MiB of 400.1 MiB, 35.2 MiB a second, 0:06 left}. */
    static String line(Transfer transfer) {
        double percent = transfer.totalBytes() == 0 ? 100 : 100.0 * transfer.bytes() / transfer.totalBytes();
        String left = transfer.timeLeft()
                .map(time -> String.format(Locale.ROOT, ", %d:%02d left", time.toMinutes(), time.toSecondsPart()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "%s  %3.0f %%, %s of %s, %s a second%s",
                transfer.file(),
                percent,
                Amounts.bytes(transfer.bytes()),
                Amounts.bytes(transfer.totalBytes()),
                Amounts.bytes(Math.round(transfer.bytesPerSecond())),
                left);
    }

    @Override
    public void message(String text) {
        close();
        errors.println(text);
        errors.flush();
    }

    /** Clears the line away. */
    @Override
    public void close() {
        if (shown && terminal) {
            errors.print(CLEAR_LINE);
            errors.flush();
        }
    }
}
