package dev.jformers.training.objective;

import ai.djl.Device;
import dev.jformers.TextGenerator;
import dev.jformers.generation.Filters;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Search;
import dev.jformers.layer.Precision;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.metrics.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Predicts each token from those before it (Radford et al. 2018, section 3.1).
 *
 * @param config how rows are made
 * @param endId the token that ends a text
 * @param padId fills the end of shorter rows
 */
public record AutoregressiveTask(Autoregressive config, int endId, int padId) implements LanguageModelTask {

    private static final Filters FILTERS = new Filters(0.8, 40, 1, 0, 1);

    @Override
    public String kind() {
        return "autoregressive language model";
    }

    @Override
    public EncodedData encode(Dataset data, Path model, int maxLength) throws InterruptedException {
        return new TextRows(config.packing(), endId).of(data, model, maxLength);
    }

    @Override
    public Batch collate(List<EncodedExample> examples, RandomGenerator random) {
        List<int[]> rows =
                examples.stream().map(example -> example.text().ids()).toList();
        EncodedBatch inputs =
                EncodedBatch.of(examples.stream().map(EncodedExample::text).toList(), padId);
        boolean separate = config.packing() == Packing.SEPARATE;
        NextTokens next =
                NextTokens.of(rows, inputs.length(), (row, place) -> !separate || rows.get(row)[place - 1] != endId);
        Layout layout = separate ? documents(inputs) : new Layout.Texts();
        return new Batch(inputs, layout, next.positions(), next.labels());
    }

    private Layout.Documents documents(EncodedBatch rows) {
        long[] ids = rows.ids();
        long[] numbers = new long[ids.length];
        long[] positions = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            boolean rowStarts = i % rows.length() == 0;
            boolean starts = rowStarts || ids[i - 1] == endId;
            numbers[i] = rowStarts ? 0 : numbers[i - 1] + (starts ? 1 : 0);
            positions[i] = starts ? 0 : positions[i - 1] + 1;
        }
        return new Layout.Documents(numbers, positions);
    }

    @Override
    public List<Sample> samples(Path model, Device device) throws IOException, InterruptedException {
        List<String> prompts = config.samplePrompts();
        if (prompts == null) {
            return List.of();
        }
        List<Sample> samples = new ArrayList<>();
        try (TextGenerator generator = TextGenerator.load(model, Precision.FLOAT32, device)) {
            GenerationConfig settings = generator
                    .config()
                    .withSearch(new Search.Sampling(FILTERS, 1))
                    .withLengths(GenerationConfig.Lengths.ofNewTokens(config.sampleTokens()));
            for (String prompt : prompts) {
                String text = generator
                        .generate(prompt, settings, List.of(), piece -> {})
                        .text();
                samples.add(new Sample(prompt, text));
            }
        }
        return samples;
    }

    @Override
    public Measure newMeasure() {
        return new TokenMeasure();
    }
}
