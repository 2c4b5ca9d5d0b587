package dev.jformers.cli;

import dev.jformers.cli.text.RowWriter;
import dev.jformers.cli.text.TextRow;
import dev.jformers.cli.text.TextSource;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import dev.jformers.serving.ServingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which texts a command reads, and where its answers go. */
final class TextOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "The model folder, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Parameters(
            index = "1..*",
            paramLabel = "TEXT",
            description = "The texts; without any they are read from standard input, one a line.")
    private List<String> texts = List.of();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "Read the texts from a .csv, .tsv, .jsonl or .txt file, also with .gz after it.")
    private @Nullable Path input;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Write a .csv, .tsv or .jsonl file: the input's columns and the answers.")
    private @Nullable Path output;

    @Option(
            names = "--text-column",
            paramLabel = "NAME",
            defaultValue = TextRow.TEXT,
            description = "The column (JSONL: the key) of the text. Default: ${DEFAULT-VALUE}.")
    private String textColumn = TextRow.TEXT;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description =
                    "Tokens of a text, special tokens counted; what is longer is cut off. Default: what the model's"
                            + " tokenizer says.")
    private @Nullable Integer maxLength;

    @Mixin
    private OutputTarget target = new OutputTarget();

    /** The folder of the model; downloads it where it has to be. */
    Path model() throws IOException {
        return DownloadProgress.folder(model, spec.commandLine().getErr());
    }

    ServingOptions serving() {
        ServingOptions defaults = ServingOptions.defaults();
        return maxLength == null ? defaults : defaults.withMaxLength(maxLength);
    }

    /** Asks a model about all texts and hands its answers to where they belong. */
    <A> void run(TextSource source, TextAnswers<A> answers, boolean json) throws IOException {
        CommandLine command = spec.commandLine();
        TextJob<A> job = new TextJob<>(source, answers, command.getOut(), command.getErr());
        if (output != null) {
            job.writeFile(output, target);
        } else if (json) {
            job.printJson();
        } else {
            job.print();
        }
    }

    /**
     * Refuses what cannot work, before anything is loaded.
     *
     * @throws ParameterException if options contradict each other
     * @throws dev.jformers.InvalidInputException if the output may not be written
     */
    void check() {
        if (input != null && !texts.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "give texts or --input, not both: \"" + texts.get(0) + "\" and " + input);
        }
        if (maxLength != null && maxLength < 3) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--max-length is " + maxLength + " but must be at least 3: two special tokens and one of the text");
        }
        if (output != null) {
            RowWriter.requireFormat(output);
            target.checkFile(output);
        }
    }

    TextSource open() throws IOException {
        if (input != null) {
            return TextSource.ofFile(input, textColumn);
        }
        if (!texts.isEmpty()) {
            return TextSource.of(texts);
        }
        if (Console.isTerminal()) {
            PrintWriter errors = spec.commandLine().getErr();
            errors.println("Reading texts from standard input, one a line; end with Ctrl-D.");
            errors.flush();
        }
        return TextSource.ofLines(System.in, "standard input");
    }
}
