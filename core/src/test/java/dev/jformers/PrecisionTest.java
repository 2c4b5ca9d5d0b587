package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.generation.Reading;
import dev.jformers.layer.Precision;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrecisionTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    /** Errors in shares of the outputs' length. Where routers choose experts, a small error may choose others. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bloom",
                "deberta-v2",
                "gemma3",
                "gpt-neox",
                "gpt2",
                "llama",
                "modernbert",
                "openai-gpt",
                "opt",
                "phi3",
                "qwen3",
                "roberta",
                "xlnet"
            })
    void eachPrecisionKeepsItsPromiseInEachFamily(String family) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                Autograd.Scope off = Autograd.recording(false)) {
            NDArray ids = manager.randomInteger(5, 20, new Shape(3, 9), DataType.INT64);
            NDArray exact = model.run(input(ids), null).head();
            double[] errors = {1e-5, 5e-3, 0.15};
            for (Precision precision : Precision.values()) {
                try (PretrainedModel packed = model.with(precision)) {
                    NDArray rounded = packed.run(input(ids), null).head();
                    double error = length(rounded.sub(exact)) / length(exact);
                    assertTrue(error <= errors[precision.ordinal()], family + ", " + precision + ": " + error);
                }
            }
        }
    }

    private static double length(NDArray values) {
        return Math.sqrt(values.square().sum().getFloat());
    }

    private static ModelInput input(NDArray ids) {
        return new ModelInput(new TokenInput(ids, null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "t5"})
    void trialsMeasureAllPrecisionsAndGiveTheirMemoryBack(String family) throws Exception {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu())) {
            int arrays = model.manager().getManagedArrays().size();
            List<PrecisionTrial> trials = PrecisionTrial.all(model);
            assertEquals(
                    List.of(Precision.values()),
                    trials.stream().map(PrecisionTrial::precision).toList());
            for (PrecisionTrial trial : trials) {
                assertTrue(trial.reading().secondsPerToken() > 0, trial.toString());
                assertTrue(Math.abs(trial.perplexityAbove(trials.get(0))) < 0.1, trial.toString());
            }
            assertEquals(arrays, model.manager().getManagedArrays().size());
        }
    }

    @Test
    void theFastestIsChosenAmongThoseThatAreExactEnough() {
        PrecisionTrial exact = new PrecisionTrial(Precision.FLOAT32, new Reading(10, 0.04));
        PrecisionTrial half = new PrecisionTrial(Precision.FLOAT16, new Reading(10.09, 0.03));
        PrecisionTrial wrong = new PrecisionTrial(Precision.INT8, new Reading(10.2, 0.01));
        PrecisionTrial right = new PrecisionTrial(Precision.INT8, new Reading(9.9, 0.02));
        assertEquals(half, PrecisionTrial.fastest(List.of(exact, half, wrong)));
        assertEquals(right, PrecisionTrial.fastest(List.of(exact, half, right)));
    }

    @Test
    void readingIsThePerplexityOfTheText() throws IOException {
        int[] text = {7, 3, 11, 5};
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("gpt2"), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                CachedReader reader = CachedReader.ofDecoder(model, new int[1], 8)) {
            NDArray ids = manager.create(new long[] {2, 7, 3, 11}, new Shape(1, 4));
            NDArray logs = model.run(input(ids), null).head().logSoftmax(-1);
            double surprise = 0;
            for (int i = 0; i < text.length; i++) {
                surprise -= logs.getFloat(0, i, text[i]);
            }
            assertEquals(
                    Math.exp(surprise / text.length),
                    Reading.of(reader, 2, text).perplexity(),
                    1e-3);
        }
    }

    @Test
    void encodersAreRefusedByTrials() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("roberta"), Device.cpu())) {
            String message = String.valueOf(assertThrows(InvalidInputException.class, () -> PrecisionTrial.all(model))
                    .getMessage());
            assertTrue(message.contains("predicts no next token"), message);
        }
    }

    @Test
    void modelsThatTrainAreNotPacked() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("gpt2"), Device.cpu())) {
            PretrainedModel packed = model.with(Precision.INT8);
            assertNotNull(packed.pass(false).packed());
            assertNull(packed.pass(true).packed());
        }
    }
}
