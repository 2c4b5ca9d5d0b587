package dev.jformers.training.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.head.SequenceClassification.SequenceClassificationBlock;
import dev.jformers.layer.Pass;
import dev.jformers.model.ModelInput;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.Tokenizer;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.data.LabelSet;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One class a text.
 *
 * @param labels the classes and their ids
 * @param labelSmoothing share of a target's probability that is spread over all classes
 * @param padId fills the end of shorter texts
 */
public record ClassificationTask(LabelSet labels, double labelSmoothing, int padId) implements Task {

    @Override
    public String kind() {
        return "sequence classification";
    }

    @Override
    public ModelDescription describe(ModelDescription model) {
        return model.forSequenceClassification(labels.names());
    }

    @Override
    public EncodedData encode(Dataset data, Path model, int maxLength) throws InterruptedException {
        int[] ids = labels.ids(data);
        try (Tokenizer tokenizer = Tokenizer.load(model, maxLength)) {
            return EncodedData.encode(data, ids, tokenizer);
        }
    }

    @Override
    public Batch collate(List<EncodedExample> examples, RandomGenerator random) {
        EncodedBatch inputs =
                EncodedBatch.of(examples.stream().map(EncodedExample::text).toList(), padId);
        return new Batch(
                inputs,
                new long[0],
                examples.stream().mapToLong(EncodedExample::label).toArray());
    }

    @Override
    public NDArray logits(PretrainedModel model, Pass pass, Batch batch, NDManager manager) {
        SequenceClassificationBlock head = model.block().head(SequenceClassificationBlock.class);
        ModelInput input = batch.input(manager);
        NDArray hidden = model.block().transformer().encode(pass, input, head.readout());
        return head.logits(pass, head.pool(hidden, input.tokens().mask()));
    }

    @Override
    public ClassificationMeasure newMeasure() {
        return new ClassificationMeasure(labels.names());
    }
}
