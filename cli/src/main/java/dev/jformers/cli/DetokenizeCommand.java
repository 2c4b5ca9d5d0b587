package dev.jformers.cli;

import com.google.gson.JsonObject;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which texts token ids are. */
@Command(
        name = "detokenize",
        header = "Turn token ids into texts.",
        description = "Reads lines from standard input and prints a text for each, special tokens left out. A line has"
                + " ids between spaces, as `jformers tokenize` prints them, also with :PIECE behind; or JSON, a list of"
                + " ids or an object with `ids`.")
final class DetokenizeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "MODEL",
            description = "The folder with the tokenizer, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(names = "--json", description = "Print JSON lines that hold the text; a text may have line ends in it.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path folder = DownloadProgress.folder(model, spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        TokenLine reader = new TokenLine(Tokenizer.vocabularySize(folder));
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            LineAnswers.print(out, line -> {
                String text = tokenizer.decode(reader.ids(line));
                return json ? json(text).toString() : text;
            });
        }
        return ExitCodes.OK;
    }

    private static JsonObject json(String text) {
        JsonObject line = new JsonObject();
        line.addProperty("text", text);
        return line;
    }
}
