import dev.jformers.Acceleration;
import dev.jformers.TextGenerator;
import dev.jformers.TextPieces;
import dev.jformers.generation.Filters;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Search;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes on from a text by drawn tokens, and shows each piece as it comes.
 *
 * <pre>java -cp CLASS_PATH docs/examples/WriteText.java MODEL "Once upon a time"</pre>
 */
class WriteText {
    public static void main(String[] args) throws Exception {
        try (TextGenerator generator = TextGenerator.load(Path.of(args[0]))) {
            GenerationConfig config = generator
                    .config()
                    .withSearch(new Search.Sampling(new Filters(0.7, 0, 0.9, 0, 1), 1))
                    .withLengths(GenerationConfig.Lengths.ofNewTokens(40))
                    .withSeed(7);
            try (TextPieces pieces = generator.stream(args[1], config, List.of("\n\n"), Acceleration.NONE)) {
                pieces.forEachRemaining(System.out::print);
                System.out.println();
                System.out.println("ended by: " + pieces.answer().ending());
            }
        }
    }
}
