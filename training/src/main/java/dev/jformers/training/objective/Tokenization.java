package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedText;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Tokenizes a data set, in chunks between which the thread can be interrupted. */
final class Tokenization {

    private static final int CHUNK = 2_000;

    private Tokenization() {}

    /**
     * @param text what of an example is tokenized
     * @param tokenizer turns many texts into tokens at once
     * @return the tokens of each example
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    static List<EncodedText> of(
            Dataset source, Function<Example, String> text, Function<List<String>, List<EncodedText>> tokenizer)
            throws InterruptedException {
        List<Example> examples = source.examples();
        List<EncodedText> encoded = new ArrayList<>(examples.size());
        for (int from = 0; from < examples.size(); from += CHUNK) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while data were tokenized");
            }
            int to = Math.min(examples.size(), from + CHUNK);
            encoded.addAll(tokenizer.apply(
                    examples.subList(from, to).stream().map(text).toList()));
        }
        return encoded;
    }
}
