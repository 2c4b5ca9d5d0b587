package dev.jformers.cli;

import dev.jformers.training.rows.TextLines;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.util.function.Function;

/** Answers the lines of the standard input, each as it comes, blank ones too. */
final class LineAnswers {

    private LineAnswers() {}

    /**
     * @param answer what is printed for a line
     * @throws InterruptedIOException if nobody reads the answers any more
     */
    static void print(PrintWriter out, Function<String, String> answer) throws IOException {
        TextLines lines = TextLines.of(System.in, "standard input");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(answer.apply(line));
            if (!lines.ready() && out.checkError()) {
                throw new InterruptedIOException("nobody waits for the answers any more");
            }
        }
    }
}
