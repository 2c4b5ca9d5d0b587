package dev.jformers.cli;

import dev.jformers.hub.ModelLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete this command. */
@Command(
        name = "completion",
        header = "Print a completion script for bash and zsh.",
        description = {
            "For this shell:  source <(jformers completion)",
            "For every shell: add that line to ~/.bashrc or ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        root.getSubcommands().values().forEach(command -> completeModels(command.getCommandSpec()));
        spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
        return ExitCodes.OK;
    }

    /** Models are folders where they are not names of the hub; picocli completes what is of the type of a path. */
    private static void completeModels(CommandSpec command) {
        for (PositionalParamSpec model : List.copyOf(command.positionalParameters())) {
            if (model.type() == ModelLocation.class) {
                command.remove(model);
                command.addPositional(PositionalParamSpec.builder()
                        .index(model.index())
                        .arity(model.arity())
                        .paramLabel(model.paramLabel())
                        .type(Path.class)
                        .build());
            }
        }
    }
}
