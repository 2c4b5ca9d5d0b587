package dev.jformers.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jformers.generation.TextStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream decodes a few tokens at a time; a text is what all its tokens are together. */
final class StreamedTextTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    private static final String TEXT =
            "It isn't the end , he said . def f(x):\n\treturn x + 1  # \ud55c\uae00 \ud83d\ude00 caf\u00e9!";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bert-tiny-classifier",
                "tokenizer",
                "tokenizer-files/albert",
                "tokenizer-files/bert",
                "tokenizer-files/gpt2",
                "tokenizer-files/llama",
                "tokenizer-files/marian",
                "tokenizer-files/mbart",
                "tokenizer-files/mt5",
                "tokenizer-files/pegasus",
                "tokenizer-files/roberta",
                "tokenizer-files/t5"
            })
    void piecesOfALongTextAreThatText(String folder) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(FIXTURES.resolve(folder))) {
            int[] tokens = tokenizer.encode(TEXT.repeat(10)).ids();
            StringBuilder pieces = new StringBuilder();
            TextStream stream = new TextStream(tokenizer::decode, List.of(), pieces::append);
            for (int token : tokens) {
                stream.add(token);
            }
            assertEquals(tokenizer.decode(tokens), stream.finish());
            assertEquals(stream.finish(), pieces.toString());
        }
    }
}
