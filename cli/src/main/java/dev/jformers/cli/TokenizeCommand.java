package dev.jformers.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.hub.LocalModel;
import dev.jformers.hub.ModelLocation;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.tokenizer.Tokenizer.Token;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what texts are to a model. */
@Command(
        name = "tokenize",
        header = "Turn texts into token ids and pieces.",
        description = "Reads texts from standard input, one a line, and prints ID:PIECE for each token, special ones"
                + " included. `jformers detokenize` is the way back.")
final class TokenizeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "MODEL",
            description = "The folder with the tokenizer, or hf:organisation/name[@revision].")
    private ModelLocation model = new LocalModel(Path.of(""));

    @Option(names = "--json", description = "Print JSON lines: text, ids and tokens.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path folder = DownloadProgress.folder(model, spec.commandLine().getErr());
        PrintWriter out = spec.commandLine().getOut();
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            LineAnswers.print(out, line -> {
                List<Token> tokens = tokenizer.tokenize(line);
                return json ? json(line, tokens).toString() : plain(tokens);
            });
        }
        return ExitCodes.OK;
    }

    private static String plain(List<Token> tokens) {
        return tokens.stream().map(token -> token.id() + ":" + token.piece()).collect(Collectors.joining(" "));
    }

    private static JsonObject json(String text, List<Token> tokens) {
        JsonArray ids = new JsonArray();
        JsonArray pieces = new JsonArray();
        for (Token token : tokens) {
            ids.add(token.id());
            pieces.add(token.piece());
        }
        JsonObject line = new JsonObject();
        line.addProperty("text", text);
        line.add("ids", ids);
        line.add("tokens", pieces);
        return line;
    }
}
