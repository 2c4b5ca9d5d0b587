package dev.jformers.cli;

import dev.jformers.cli.text.TextSource;
import dev.jformers.serving.TextEmbedder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Turns texts into vectors. */
@Command(
        name = "embed",
        header = "Turn texts into vectors that say how alike the texts are.",
        description =
                "Prints one JSON array a text, pooled over its tokens as the model's modules.json says, or else the mean"
                        + " scaled to length 1. Texts come from the command line, from --input or from standard input.")
final class EmbedCommand implements Callable<Integer> {

    @Mixin
    private TextOptions texts = new TextOptions();

    @Option(names = "--json", description = "Print JSON lines that hold the text, too.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        texts.check();
        try (TextSource source = texts.open();
                TextEmbedder embedder = TextEmbedder.load(texts.model(), texts.serving())) {
            texts.run(source, new VectorAnswers(embedder), json);
        }
        return ExitCodes.OK;
    }
}
