package dev.jformers.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Starts the {@code jformers} command. */
public final class Main {

    private Main() {}

    /** Runs one command and leaves the process with its exit code, see {@link ExitCodes}. */
    public static void main(String[] args) {
        System.setIn(new StandardInput());
        StandardOutput output = new StandardOutput();
        PrintWriter errors = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code;
        try (Interruption interruption = Interruption.install(errors)) {
            code = JformersCommand.execute(new PrintWriter(output), errors, interruption, args);
            code = output.finish(code, errors);
        }
        System.exit(code);
    }
}
