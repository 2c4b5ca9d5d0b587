package dev.jformers.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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
        spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
        return ExitCodes.OK;
    }
}
