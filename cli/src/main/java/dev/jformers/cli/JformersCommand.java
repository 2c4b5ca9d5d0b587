package dev.jformers.cli;

import dev.jformers.InvalidInputException;
import dev.jformers.hub.ModelLocation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command without a subcommand, and what all subcommands share. */
@Command(
        name = "jformers",
        header = "Transformers for the JVM: pretrain, fine-tune, export and serve.",
        description = "`jformers COMMAND --help` explains a command.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%n",
        descriptionHeading = "%n",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = {
            TrainCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            EmbedCommand.class,
            FillMaskCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            ForwardCommand.class,
            GenerateCommand.class,
            InspectCommand.class,
            NewCommand.class,
            TrainTokenizerCommand.class,
            TokenizeCommand.class,
            DetokenizeCommand.class,
            CompletionCommand.class
        })
final class JformersCommand implements Callable<Integer> {

    private final Interruption interruption;
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    private JformersCommand(Interruption interruption) {
        this.interruption = interruption;
        this.spec = CommandSpec.create();
    }

    /**
     * Runs one command.
     *
     * @param out takes results
     * @param errors takes everything else
     * @return the exit code
     */
    static int execute(PrintWriter out, PrintWriter errors, Interruption interruption, String... args) {
        try {
            return commandLine(interruption).setOut(out).setErr(errors).execute(args);
        } finally {
            out.flush();
            errors.flush();
        }
    }

    static CommandLine commandLine(Interruption interruption) {
        JformersCommand command = new JformersCommand(interruption);
        Failures failures = new Failures(() -> command.verbose);
        return new CommandLine(command)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Console.ansi()))
                .registerConverter(ModelLocation.class, JformersCommand::location)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Failures::run)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setUsageHelpLongOptionsMaxWidth(30);
    }

    private static ModelLocation location(String text) {
        try {
            return ModelLocation.of(text);
        } catch (InvalidInputException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show what is logged, and stack traces of failures.")
    void setVerbose(boolean verbose) {
        this.verbose = verbose;
        Logging.setVerbose(verbose);
    }

    /** What Ctrl-C does to the command that runs. */
    Interruption interruption() {
        return interruption;
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }
}
