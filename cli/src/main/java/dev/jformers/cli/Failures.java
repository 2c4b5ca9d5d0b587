package dev.jformers.cli;

import ai.djl.engine.EngineException;
import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import dev.jformers.training.recipe.RecipeException;
import dev.jformers.training.trainer.TrainingException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one message what went wrong; the stack trace is for those who ask for it. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final BooleanSupplier verbose;

    Failures(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter errors = command.getErr();
        errors.println(name(command) + ": " + message(e));
        errors.println("Try `" + name(command) + " --help`.");
        return ExitCodes.USAGE;
    }

    private static String message(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(e.getMessage());
        }
        String argument = unmatched.getUnmatched().get(0);
        if (argument.startsWith("-")) {
            return "there is no option " + argument
                    + NearMiss.hint(argument, command.optionsMap().keySet());
        }
        return command.subcommands().isEmpty()
                ? "\"" + argument + "\" is one argument too many"
                : "there is no command " + argument
                        + NearMiss.hint(argument, command.subcommands().keySet());
    }

    /** Runs the command; picocli itself would let errors pass, such as those of a native library that does not load. */
    static int run(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            List<CommandLine> commands = parsed.asCommandLineList();
            throw new ExecutionException(commands.get(commands.size() - 1), String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        Throwable failure = unwrapped(e);
        if (interrupted(failure)) {
            return ExitCodes.INTERRUPTED;
        }
        PrintWriter errors = command.getErr();
        errors.println(name(command) + ": " + message(failure));
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(errors);
        }
        return failure instanceof RecipeException ? ExitCodes.USAGE : ExitCodes.FAILED;
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static Throwable unwrapped(Exception e) {
        Throwable cause = e.getCause();
        if (e instanceof UncheckedIOException && cause instanceof IOException trouble && !saysMore(e, trouble)) {
            return trouble;
        }
        return e instanceof ExecutionException && cause instanceof Error error ? error : e;
    }

    /** Whether the wrapper names the file and its cause does not. */
    private static boolean saysMore(Exception wrapper, IOException cause) {
        boolean causeNamesAFile = cause instanceof FileSystemException about && about.getFile() != null;
        return !interrupted(cause) && !causeNamesAFile && !cause.toString().equals(wrapper.getMessage());
    }

    private static boolean interrupted(Throwable e) {
        return e instanceof InterruptedException
                || e instanceof InterruptedIOException
                || e instanceof ClosedByInterruptException;
    }

    private String message(Throwable e) {
        if (e instanceof RecipeException recipe && recipe.problems().size() > 1) {
            return "the recipe has " + recipe.problems().size() + " problems:\n  "
                    + String.valueOf(e.getMessage()).replace("\n", "\n  ");
        }
        if (e instanceof InvalidInputException || e instanceof TrainingException) {
            return String.valueOf(e.getMessage());
        }
        if (e instanceof OutOfMemoryError) {
            return "the Java heap is full (" + e.getMessage() + "); give it more, as with JFORMERS_OPTS=-Xmx8g";
        }
        if (e instanceof EngineException) {
            return EngineFailure.message(String.valueOf(e.getMessage()));
        }
        if (e instanceof LinkageError) {
            return "the native library does not load: " + e.getMessage();
        }
        if (e instanceof FileSystemException file && file.getFile() != null) {
            return ofFile(file, file.getFile());
        }
        if (e instanceof UncheckedIOException) {
            String reason = e.getCause() == null ? null : e.getCause().getMessage();
            return e.getMessage() + (reason == null ? "" : ": " + reason);
        }
        if (e instanceof IOException && e.getMessage() != null) {
            return e.getMessage();
        }
        return "internal error: " + e + (verbose.getAsBoolean() ? "" : "; --verbose shows where");
    }

    private static String ofFile(FileSystemException e, String file) {
        if (e instanceof NoSuchFileException) {
            return file + " does not exist";
        }
        if (e instanceof FileAlreadyExistsException) {
            return file + " exists already; choose another place";
        }
        if (e instanceof AccessDeniedException) {
            return file + ": permission denied";
        }
        return e.getReason() == null ? file + ": " + e.getClass().getSimpleName() : file + ": " + e.getReason();
    }
}
