package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.Example;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Produces a text from a text (Vaswani et al. 2017, section 3).
 *
 * @param targets makes batches
 * @param labelSmoothing share of a target's probability that is spread over all tokens (section 5.4)
 * @param maxTargetLength the most tokens of a target; null for as many as a text may have
 */
record SequenceToSequenceTask(
        DecoderTargets targets,
        double labelSmoothing,
        @Nullable Integer maxTargetLength) implements LanguageModelTask {

    @Override
    public String kind() {
        return "sequence to sequence";
    }

    @Override
    public EncodedData encode(Dataset data, Path model, int maxLength) throws InterruptedException {
        int most = maxTargetLength == null ? maxLength : maxTargetLength;
        try (Tokenizer tokenizer = Tokenizer.load(model, maxLength);
                Tokenizer ofTargets = Tokenizer.load(model, most)) {
            List<EncodedText> texts = Tokenization.of(data, Example::text, tokenizer::encode);
            List<EncodedText> produced =
                    Tokenization.of(data, example -> Objects.requireNonNull(example.target()), ofTargets::encode);
            List<EncodedExample> examples = IntStream.range(0, texts.size())
                    .mapToObj(i -> new EncodedExample(
                            texts.get(i), ended(produced.get(i).ids(), most)))
                    .toList();
            long truncated = IntStream.range(0, texts.size())
                    .filter(i -> texts.get(i).truncated() || produced.get(i).truncated())
                    .count();
            return EncodedData.ofTexts(data, examples, truncated);
        }
    }

    /** Also a target that is cut off ends, so that the model learns to end at all. */
    private int[] ended(int[] ids, int most) {
        int[] ended = TextRows.ended(ids, targets.endId());
        if (ended.length > most) {
            ended = java.util.Arrays.copyOf(ids, most);
            ended[most - 1] = targets.endId();
        }
        return ended;
    }

    @Override
    public Batch collate(List<EncodedExample> examples, RandomGenerator random) {
        return targets.batch(
                examples.stream().map(EncodedExample::text).toList(),
                examples.stream().map(EncodedExample::target).toList());
    }

    @Override
    public Measure newMeasure() {
        return new SequenceMeasure();
    }
}
