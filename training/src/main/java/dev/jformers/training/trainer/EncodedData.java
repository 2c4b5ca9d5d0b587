package dev.jformers.training.trainer;

import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.Example;
import dev.jformers.training.objective.EncodedExample;
import java.util.ArrayList;
import java.util.List;

/**
 * A data set in tokens.
 *
 * @param source the texts, in the same order
 * @param examples the tokens and label ids
 * @param truncated how many texts were longer than allowed
 */
public record EncodedData(Dataset source, List<EncodedExample> examples, long truncated) {

    private static final int CHUNK = 2_000;

    public EncodedData {
        examples = List.copyOf(examples);
    }

    /**
     * @param labels the id of each example's label; empty where labels do not matter
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static EncodedData encode(Dataset source, int[] labels, Tokenizer tokenizer) throws InterruptedException {
        List<EncodedExample> examples = new ArrayList<>(source.examples().size());
        long truncated = 0;
        for (int from = 0; from < source.examples().size(); from += CHUNK) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while data were tokenized");
            }
            int to = Math.min(source.examples().size(), from + CHUNK);
            List<String> texts = source.examples().subList(from, to).stream()
                    .map(Example::text)
                    .toList();
            for (EncodedText text : tokenizer.encode(texts)) {
                examples.add(new EncodedExample(text, labels.length == 0 ? -1 : labels[examples.size()]));
                truncated += text.truncated() ? 1 : 0;
            }
        }
        return new EncodedData(source, examples, truncated);
    }

    /** The number of tokens of each example. */
    public int[] lengths() {
        return examples.stream().mapToInt(example -> example.text().length()).toArray();
    }
}
