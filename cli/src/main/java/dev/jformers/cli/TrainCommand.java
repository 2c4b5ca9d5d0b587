package dev.jformers.cli;

import dev.jformers.training.RunResult;
import dev.jformers.training.StartMode;
import dev.jformers.training.TrainingRun;
import dev.jformers.training.progress.RunProgress;
import dev.jformers.training.recipe.MisfitException;
import dev.jformers.training.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs a recipe. */
@Command(
        name = "train",
        header = "Run a recipe: pretrain, fine-tune, evaluate, export.",
        description =
                "The recipe is a YAML file; docs/configuration.md has its keys. Ctrl-C saves a checkpoint and leaves.")
final class TrainCommand implements Callable<Integer> {

    private static final String STOPPING =
            "Stopping: the step at hand is finished and a checkpoint saved; Ctrl-C again ends at once.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private @Nullable JformersCommand jformers;

    @Parameters(paramLabel = "CONFIG", description = "The recipe, a YAML file.")
    private Path config = Path.of("");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a key in place of the file, as in --set stages.fine-tune.max_steps=10; may be repeated.")
    private List<String> overrides = List.of();

    @Option(names = "--resume", description = "Go on with the run in output_dir, from its last checkpoint.")
    private boolean resume;

    @Option(names = "--overwrite", description = "Delete the run in output_dir and begin anew.")
    private boolean overwrite;

    @Option(names = "--dry-run", description = "Print the recipe with all defaults, and stop.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException, InterruptedException {
        StartMode mode = mode();
        Recipe recipe = Recipe.load(config, overrides);
        if (dryRun) {
            spec.commandLine().getOut().print(recipe.toYaml());
            return ExitCodes.OK;
        }
        RunResult result = run(recipe, mode);
        spec.commandLine().getOut().print(result.summary());
        return result.status() == RunResult.Status.FINISHED ? ExitCodes.OK : ExitCodes.INTERRUPTED;
    }

    private RunResult run(Recipe recipe, StartMode mode) throws IOException, InterruptedException {
        try (TrainingRun run = prepare(recipe, mode);
                RunProgress progress = RunProgress.forConsole()) {
            if (jformers != null) {
                jformers.interruption().stopBy(STOPPING, run::requestStop);
            }
            return run.run(progress);
        }
    }

    private TrainingRun prepare(Recipe recipe, StartMode mode) throws IOException {
        try (DownloadProgress download = new DownloadProgress(spec.commandLine().getErr(), Console.isTerminal())) {
            return TrainingRun.prepare(recipe, mode, download);
        } catch (MisfitException e) {
            throw e.in(config, overrides);
        }
    }

    /**
     * What happens to a run that is there already.
     *
     * @throws ParameterException if two things shall happen to it
     */
    private StartMode mode() {
        if (resume && overwrite) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--resume goes on with the run in output_dir from its last checkpoint, --overwrite deletes that run and"
                            + " begins anew; give one of them");
        }
        return resume ? StartMode.RESUME : overwrite ? StartMode.OVERWRITE : StartMode.NEW;
    }
}
