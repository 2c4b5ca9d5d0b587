package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.EngineException;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.MalformedInputException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

    @Test
    void theReasonOfTorchScriptIsShownWithoutItsTrace() {
        assertMessage("PyTorch failed: shape '[2, 3]' is invalid for input of size 7", new EngineException("""
                        The following operation failed in the TorchScript interpreter.
                        Traceback of TorchScript (most recent call last):
                          File "encoder.py", line 12, in forward
                            return x.view([2, 3])
                                   ~~~~~~ <--- HERE
                        RuntimeError: shape '[2, 3]' is invalid for input of size 7
                        """));
        assertMessage("PyTorch failed: first", new EngineException("first\nException raised from c10"));
    }

    @Test
    void whoRunsOutOfMemoryLearnsWhichKeysToLower() {
        assertMessage(
                "not enough memory: PyTorch asked for 2.0 GiB more; use a smaller batch size or shorter texts"
                        + " (in a recipe: a smaller max_tokens_per_micro_batch or max_length)",
                new EngineException(
                        "DefaultCPUAllocator: can't allocate memory: you tried to allocate 2147483648 bytes."));
    }

    @Test
    void theWrapperOfAnIoFailureIsShownWhereItNamesTheFileBetter() {
        IOException nameless = new MalformedInputException(1);
        assertMessage(
                "a.yaml cannot be read: Input length = 1", new UncheckedIOException("a.yaml cannot be read", nameless));
        assertMessage("a.yaml cannot be read", new UncheckedIOException("a.yaml cannot be read", new EOFException()));
        assertMessage("Input length = 1", new UncheckedIOException(nameless));
        IOException naming = new NoSuchFileException("a.yaml");
        assertMessage("a.yaml does not exist", new UncheckedIOException("a.yaml cannot be read", naming));
    }

    @Test
    void anInterruptionIsNoFailure() {
        Exception interruption = new UncheckedIOException("a.txt cannot be written", new ClosedByInterruptException());
        StringWriter errors = new StringWriter();
        assertEquals(ExitCodes.INTERRUPTED, handle(interruption, errors));
        assertEquals("", errors.toString());
    }

    private static void assertMessage(String expected, Exception failure) {
        StringWriter errors = new StringWriter();
        assertEquals(ExitCodes.FAILED, handle(failure, errors));
        assertEquals("jf: " + expected, errors.toString().strip());
    }

    private static int handle(Exception failure, StringWriter errors) {
        CommandLine command = new CommandLine(new Jf()).setErr(new PrintWriter(errors, true));
        return new Failures(() -> false).handleExecutionException(failure, command, command.parseArgs());
    }

    @Command(name = "jf")
    private static final class Jf {}
}
