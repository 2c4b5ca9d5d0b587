package dev.jformers.cli;

import dev.jformers.cli.text.TextSource;
import dev.jformers.serving.FillMask;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Guesses hidden tokens. */
@Command(
        name = "fill-mask",
        header = "Guess the tokens that a text hides behind [MASK].",
        description = "For each mask of a text, the most probable tokens and their probabilities. Texts come from the"
                + " command line, from --input or from standard input. What a mask is called, the model's tokenizer"
                + " says: [MASK] or <mask>.")
final class FillMaskCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TextOptions texts = new TextOptions();

    @Option(
            names = "--top-k",
            paramLabel = "K",
            defaultValue = "5",
            description = "Show the K most probable tokens; ${DEFAULT-VALUE} by default.")
    private int top = 5;

    @Option(names = "--json", description = "Print JSON lines.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (top < 1) {
            throw new ParameterException(spec.commandLine(), "--top-k is " + top + " but must be at least 1");
        }
        texts.check();
        try (TextSource source = texts.open();
                FillMask model = FillMask.load(texts.model(), top, texts.serving())) {
            texts.run(source, new MaskAnswers(model), json);
        }
        return ExitCodes.OK;
    }
}
