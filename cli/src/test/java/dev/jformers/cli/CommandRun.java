package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One run of the command within this process. */
record CommandRun(int code, String out, String errors) {

    static CommandRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        String[] words = Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
        int code = JformersCommand.execute(new PrintWriter(out), new PrintWriter(errors), Interruption.none(), words);
        return new CommandRun(code, out.toString(), errors.toString());
    }

    static CommandRun withInput(byte[] input, Object... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return of(args);
        } finally {
            System.setIn(before);
        }
    }

    static CommandRun withInput(String input, Object... args) {
        return withInput(input.getBytes(StandardCharsets.UTF_8), args);
    }

    /** Returns what was printed, after a success. */
    String succeeded() {
        assertEquals(0, code, errors);
        return out;
    }

    /** The run failed with this one message, and said nothing else. */
    void failed(String message) {
        assertEquals(message.strip(), errors.strip());
        assertEquals(ExitCodes.FAILED, code);
        assertEquals("", out);
        assertFalse(errors.contains("\tat "), errors);
    }

    /** The command line was refused with this message. */
    void refused(String message, String command) {
        assertEquals(message + "\nTry `" + command + " --help`.\n", errors);
        assertEquals(ExitCodes.USAGE, code);
        assertEquals("", out);
    }
}
