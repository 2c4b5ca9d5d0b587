package dev.jformers.training.objective;

import dev.jformers.tokenizer.EncodedText;
import dev.jformers.training.data.Dataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Produces spans that were cut out (Raffel et al. 2020, section 3.1.4).
 *
 * @param config how many spans are cut out, and how long they are
 * @param targets makes batches
 * @param sentinels the tokens that stand for the spans, in order
 */
record SpanCorruptionTask(SpanCorruption config, DecoderTargets targets, List<Integer> sentinels)
        implements LanguageModelTask {

    @Override
    public String kind() {
        return "span corruption";
    }

    @Override
    public EncodedData encode(Dataset data, Path model, int maxLength) throws InterruptedException {
        return new TextRows(config.packing(), targets.endId()).of(data, model, maxLength);
    }

    @Override
    public Batch collate(List<EncodedExample> examples, RandomGenerator random) {
        NoiseSpans spans = new NoiseSpans(config.noiseDensity(), config.meanNoiseSpanLength(), sentinels.size());
        List<EncodedText> texts = new ArrayList<>();
        List<int[]> cutOut = new ArrayList<>();
        for (EncodedExample example : examples) {
            int[] ids = example.text().ids();
            boolean[] noise = spans.draw(ids.length, random);
            texts.add(new EncodedText(replaced(ids, noise, true)));
            cutOut.add(TextRows.ended(replaced(ids, noise, false), targets.endId()));
        }
        return targets.batch(texts, cutOut);
    }

    /**
     * The tokens that are kept, and for each run of others the next sentinel; to produce, the same the other way round: for each
     * span its sentinel and the tokens.
     *
     * @param kept whether to keep what is no noise, or the noise behind its sentinels
     */
    private int[] replaced(int[] ids, boolean[] noise, boolean kept) {
        int[] result = new int[ids.length + sentinels.size()];
        int length = 0;
        int span = 0;
        for (int i = 0; i < ids.length; i++) {
            if (noise[i] && (i == 0 || !noise[i - 1])) {
                result[length++] = sentinels.get(span++);
            }
            if (noise[i] != kept) {
                result[length++] = ids[i];
            }
        }
        return java.util.Arrays.copyOf(result, length);
    }

    @Override
    public Measure newMeasure() {
        return new TokenMeasure();
    }
}
