package dev.jformers.training.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.head.MultiTokenPrediction.MultiTokenPredictionBlock;
import dev.jformers.head.Readout;
import dev.jformers.layer.Pass;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model learns that predicts several tokens at a position. */
class MultiTokenLossTest {

    private static final int END = 9;
    private static final long NONE = Batch.IGNORED;

    @Test
    void labelsEndWithTheirRowAndPaddingIsNone() {
        Batch batch = batch(Packing.CONTINUOUS, new int[] {1, 2, END, 3, 4}, new int[] {5, 6, 7});
        assertArrayEquals(new long[] {0, 1, 2, 3, 5, 6}, batch.positions());
        assertArrayEquals(batch.labels(), MultiTokenLoss.labels(batch, 0));
        assertArrayEquals(new long[] {END, 3, 4, NONE, 7, NONE}, MultiTokenLoss.labels(batch, 1));
        assertArrayEquals(new long[] {3, 4, NONE, NONE, NONE, NONE}, MultiTokenLoss.labels(batch, 2));
    }

    @Test
    void labelsOfSeparateDocumentsEndWithTheirDocument() {
        Batch batch = batch(Packing.SEPARATE, new int[] {1, 2, END, 3, 4, END, 8}, new int[] {5, END, 6});
        assertArrayEquals(new long[] {0, 1, 3, 4, 7}, batch.positions());
        assertArrayEquals(batch.labels(), MultiTokenLoss.labels(batch, 0));
        assertArrayEquals(new long[] {END, NONE, END, NONE, NONE}, MultiTokenLoss.labels(batch, 1));
        assertArrayEquals(new long[] {NONE, NONE, NONE, NONE, NONE}, MultiTokenLoss.labels(batch, 2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lossAndGradientsAreThoseOfTheSumOfAllLosses(boolean tied) {
        Engine.getInstance().setRandomSeed(4);
        try (PretrainedModel model = model(tied);
                NDManager manager = model.manager().newSubManager();
                Autograd.Scope on = Autograd.recording(true)) {
            Batch batch = batch(Packing.SEPARATE, new int[] {1, 2, 7, 3, END, 4, 8}, new int[] {5, 3, END, 6});
            Map<String, NDArray> weights = model.weights();
            List<NDArray> parameters = List.copyOf(weights.values());
            NDArray plain = plainLoss(model, batch, manager);
            double value = plain.getFloat();
            List<NDArray> expected = Autograd.gradients(manager, plain, parameters);
            NDArray loss = task(Packing.SEPARATE).loss(model, model.pass(true), batch, manager);
            assertEquals(value, loss.getFloat(), 1e-5 * value);
            List<NDArray> gradients = Autograd.gradients(manager, loss, parameters);
            List<String> names = List.copyOf(weights.keySet());
            for (int i = 0; i < names.size(); i++) {
                NDArray gradient = Autograd.dense(gradients.get(i));
                assertTrue(gradient.abs().max().getFloat() > 0, names.get(i));
                assertArrayEquals(
                        Autograd.dense(expected.get(i)).toFloatArray(), gradient.toFloatArray(), 1e-5f, names.get(i));
            }
        }
    }

    private static NDArray plainLoss(PretrainedModel model, Batch batch, NDManager manager) {
        MultiTokenPredictionBlock head = model.block().head(MultiTokenPredictionBlock.class);
        Parameter words = model.block().transformer().wordEmbeddings().weight();
        Pass pass = model.pass(true);
        Readout picked = new Readout.TokensAt(manager.create(batch.positions()));
        NDArray hidden = model.block().transformer().encode(pass, batch.input(manager), picked);
        NDArray sum = Operators.crossEntropy(
                head.logits(pass, hidden, words), manager.create(batch.labels()), Batch.IGNORED, 0);
        for (int behind = 1; behind <= head.further(); behind++) {
            NDArray labels = manager.create(MultiTokenLoss.labels(batch, behind));
            NDArray logits = head.furtherLogits(pass, hidden, words, behind);
            sum = sum.add(Operators.crossEntropy(logits, labels, Batch.IGNORED, 0));
        }
        return sum;
    }

    private static PretrainedModel model(boolean tied) {
        JsonObject config = JsonParser.parseString("""
                {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 11, "n_positions": 8, "n_embd": 8,
                 "n_layer": 1, "n_head": 2, "eos_token_id": 9, "initializer_range": 0.3, "num_further_predictions": 2,
                 "tie_word_embeddings": %s}""".formatted(tied)).getAsJsonObject();
        ModelDescription description = ModelDescription.of("config", config).withDropout(0);
        return PretrainedModel.random(description, PretrainedModel.Use.TRAINING, Device.cpu());
    }

    private static AutoregressiveTask task(Packing packing) {
        return new AutoregressiveTask(new Autoregressive(packing, null, 1), END, 0);
    }

    private static Batch batch(Packing packing, int[]... rows) {
        return task(packing)
                .collate(
                        java.util.Arrays.stream(rows)
                                .map(ids -> new EncodedExample(new EncodedText(ids, new int[0], false)))
                                .toList(),
                        new Random(1));
    }
}
