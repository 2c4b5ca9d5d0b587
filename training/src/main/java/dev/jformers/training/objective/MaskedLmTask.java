package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.head.MaskedLanguageModel.MaskedLanguageModelBlock;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.SpecialTokens;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Guesses hidden tokens (Devlin et al. 2019, section 3.1). Predictions are made at the hidden positions alone: the output
 * matrix is as large as the vocabulary.
 *
 * @param config how many tokens are hidden, and how
 * @param tokens which tokens are never hidden
 * @param padId fills the end of shorter texts
 */
public record MaskedLmTask(MaskedLm config, SpecialTokens tokens, int padId) implements Task {

    @Override
    public String kind() {
        return "masked language model";
    }

    @Override
    public ModelDescription describe(ModelDescription model) {
        return model.forMaskedLanguageModeling();
    }

    @Override
    public EncodedData encode(Dataset data, Path model, int maxLength) throws InterruptedException {
        try (Tokenizer tokenizer = Tokenizer.load(model, maxLength)) {
            return EncodedData.encode(data, new int[0], tokenizer);
        }
    }

    @Override
    public Batch collate(List<EncodedExample> examples, RandomGenerator random) {
        EncodedBatch inputs =
                EncodedBatch.of(examples.stream().map(EncodedExample::text).toList(), padId);
        long[] ids = inputs.ids();
        long[] positions = LongStream.range(0, ids.length)
                .filter(i -> !tokens.special().contains((int) ids[(int) i]))
                .filter(i -> random.nextDouble() < config.mlmProbability())
                .toArray();
        long[] labels = new long[positions.length];
        for (int i = 0; i < positions.length; i++) {
            int position = (int) positions[i];
            labels[i] = ids[position];
            ids[position] = hidden(ids[position], random);
        }
        return new Batch(inputs, positions, labels);
    }

    private long hidden(long id, RandomGenerator random) {
        double draw = random.nextDouble();
        if (draw < config.maskTokenShare()) {
            return tokens.mask();
        }
        return draw < config.maskTokenShare() + config.randomTokenShare()
                ? random.nextInt(tokens.vocabularySize())
                : id;
    }

    @Override
    public NDArray logits(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        Readout hidden = new Readout.TokensAt(manager.create(batch.positions()));
        NDArray picked = model.block().transformer().encode(pass, batch.input(manager), hidden);
        Parameter table = model.block().transformer().wordEmbeddings().weight();
        return model.block().head(MaskedLanguageModelBlock.class).logits(pass, picked, table);
    }

    @Override
    public double labelSmoothing() {
        return 0;
    }

    @Override
    public Measure newMeasure() {
        return new TokenMeasure();
    }
}
