package dev.jformers.training.objective;

import dev.jformers.ModelDescription;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.Example;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Predicts what follows a prefix (Raffel et al. 2020, section 3.2.1): the prefix is read both ways and not predicted.
 *
 * @param packing how texts without targets become rows
 * @param endId the token that ends a text
 * @param padId fills the end of shorter rows
 */
public record PrefixLmTask(Packing packing, int endId, int padId) implements LanguageModelTask {

    @Override
    public String kind() {
        return "prefix language model";
    }

    @Override
    public ModelDescription describe(ModelDescription model) {
        return model.forPrefixLanguageModeling();
    }

    @Override
    public EncodedData encode(Dataset data, Path model, int maxLength) throws InterruptedException {
        return data.config().hasTargets()
                ? given(data, model, maxLength)
                : new TextRows(packing, endId).of(data, model, maxLength);
    }

    private EncodedData given(Dataset data, Path model, int maxLength) throws InterruptedException {
        try (Tokenizer tokenizer = Tokenizer.load(model)) {
            List<EncodedText> texts = Tokenization.of(data, Example::text, tokenizer::encode);
            List<EncodedText> targets = Tokenization.of(
                    data, example -> Objects.requireNonNull(example.target()), tokenizer::encodeContinuations);
            List<EncodedExample> examples = IntStream.range(0, texts.size())
                    .mapToObj(i -> example(texts.get(i).ids(), targets.get(i).ids(), maxLength))
                    .toList();
            long truncated = examples.stream()
                    .filter(example -> example.text().truncated())
                    .count();
            return EncodedData.ofTexts(data, examples, truncated);
        }
    }

    /** A prefix too long loses its beginning, which is farthest from the target, and leaves half of the row to that. */
    private EncodedExample example(int[] text, int[] continuation, int maxLength) {
        boolean ended = text.length > 1 && text[text.length - 1] == endId;
        int[] prefix = ended ? Arrays.copyOf(text, text.length - 1) : text;
        int[] target = TextRows.ended(continuation, endId);
        int forTarget = Math.min(target.length, Math.max(maxLength / 2, maxLength - prefix.length));
        int forPrefix = Math.min(prefix.length, maxLength - forTarget);
        boolean truncated = forTarget < target.length || forPrefix < prefix.length;
        int[] kept = Arrays.copyOfRange(prefix, prefix.length - forPrefix, prefix.length);
        return new EncodedExample(new EncodedText(kept, new int[0], truncated), Arrays.copyOf(target, forTarget));
    }

    @Override
    public Batch collate(List<EncodedExample> examples, RandomGenerator random) {
        List<int[]> rows = new ArrayList<>();
        long[] prefixes = new long[examples.size()];
        for (EncodedExample example : examples) {
            int[] text = example.text().ids();
            boolean drawn = example.target().length == 0;
            prefixes[rows.size()] = drawn ? random.nextInt(1, text.length) : text.length;
            rows.add(drawn ? text : joined(text, example.target()));
        }
        EncodedBatch inputs =
                EncodedBatch.of(rows.stream().map(EncodedText::new).toList(), padId);
        NextTokens next = nextTokens(rows, prefixes, inputs.length());
        return new Batch(inputs, new Layout.Prefixes(prefixes), next.positions(), next.labels());
    }

    private static NextTokens nextTokens(List<int[]> rows, long[] prefixes, int length) {
        return NextTokens.of(rows, length, (row, place) -> place >= prefixes[row]);
    }

    private static int[] joined(int[] text, int[] target) {
        int[] joined = Arrays.copyOf(text, text.length + target.length);
        System.arraycopy(target, 0, joined, text.length, target.length);
        return joined;
    }

    @Override
    public Measure newMeasure() {
        return new SequenceMeasure();
    }
}
