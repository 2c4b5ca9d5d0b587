package dev.jformers.cli;

import dev.jformers.cli.text.TextRow;
import dev.jformers.cli.text.TextSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.util.function.Function;

/** Answers the lines of the standard input, each as it comes. */
final class LineAnswers {

    private LineAnswers() {}

    /**
     * @param answer what is printed for a line
     * @throws InterruptedIOException if nobody reads the answers any more
     */
    static void print(PrintWriter out, Function<String, String> answer) throws IOException {
        try (TextSource source = TextSource.ofLines(System.in, "standard input")) {
            for (TextRow row = source.read(); row != null; row = source.read()) {
                out.println(answer.apply(row.text()));
                if (!source.ready() && out.checkError()) {
                    throw new InterruptedIOException("nobody waits for the answers any more");
                }
            }
        }
    }
}
