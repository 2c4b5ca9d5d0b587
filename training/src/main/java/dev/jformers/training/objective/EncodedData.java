package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.Example;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A data set in tokens.
 *
 * @param source the texts
 * @param examples the tokens; in the order of the texts, one example each, where nothing is packed
 * @param truncated how many texts were longer than allowed
 * @param packed whether rows are cut out of several texts
 */
public record EncodedData(Dataset source, List<EncodedExample> examples, long truncated, boolean packed) {

    public EncodedData {
        examples = List.copyOf(examples);
    }

    /** An example a text. */
    static EncodedData ofTexts(Dataset source, List<EncodedExample> examples, long truncated) {
        return new EncodedData(source, examples, truncated, false);
    }

    /**
     * An example a text.
     *
     * @param labels the id of each example's label; empty where labels do not matter
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static EncodedData encode(Dataset source, int[] labels, Tokenizer tokenizer) throws InterruptedException {
        List<EncodedText> texts = Tokenization.of(source, Example::text, tokenizer::encode);
        List<EncodedExample> examples = IntStream.range(0, texts.size())
                .mapToObj(i -> new EncodedExample(texts.get(i), labels.length == 0 ? -1 : labels[i]))
                .toList();
        return ofTexts(
                source, examples, texts.stream().filter(EncodedText::truncated).count());
    }

    /** The number of tokens of each example. */
    public int[] lengths() {
        return examples.stream().mapToInt(EncodedExample::length).toArray();
    }
}
