package dev.jformers.cli;

import dev.jformers.cli.text.TextSource;
import dev.jformers.serving.TextClassifier;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Classifies texts. */
@Command(
        name = "predict",
        header = "Classify texts: label and probability of each.",
        description = "Texts come from the command line, from --input or from standard input.")
final class PredictCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TextOptions texts = new TextOptions();

    @Option(names = "--top", paramLabel = "K", defaultValue = "1", description = "Show the K most likely labels.")
    private int top = 1;

    @Option(names = "--json", description = "Print JSON lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top is " + top + " but must be at least 1");
        }
        texts.check();
        try (TextSource source = texts.open();
                TextClassifier classifier = TextClassifier.load(texts.model(), texts.serving())) {
            LabelAnswers answers =
                    new LabelAnswers(classifier, top, Console.ansi().enabled());
            texts.run(source, answers, json);
        }
        return ExitCodes.OK;
    }
}
