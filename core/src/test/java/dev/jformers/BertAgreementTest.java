package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.model.Trace;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our numbers against those that Hugging Face transformers computed; {@code scripts/fixtures/bert.py} wrote them. */
class BertAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @ParameterizedTest
    @ValueSource(strings = {"bert-tiny", "bert-tiny-mlm", "bert-tiny-classifier"})
    void outputsEqualTheReference(String fixture) throws IOException {
        Path folder = FIXTURES.resolve(fixture);
        Safetensors expected = Safetensors.open(folder.resolve("outputs.safetensors"));
        try (PretrainedModel model = PretrainedModel.load(folder, Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            Trace trace = new Trace();
            NDList outputs = model.run(input(folder, manager), trace);
            for (NDArray output : outputs) {
                assertClose(expected.array(output.getName(), manager), output, output.getName());
            }
            if (expected.tensors().containsKey("hidden_states.0")) {
                assertAll(expected, manager, "hidden_states.", trace.hiddenStates());
                assertAll(expected, manager, "attentions.", trace.attentions());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert-tiny-mlm", "bert-tiny-classifier"})
    void lossAndGradientsEqualTheReference(String fixture) throws IOException {
        Path folder = FIXTURES.resolve(fixture);
        Safetensors expected = Safetensors.open(folder.resolve("outputs.safetensors"));
        HuggingFaceFolder files = HuggingFaceFolder.open(folder);
        ModelDescription description = ModelDescription.of(files).withDropout(0);
        try (PretrainedModel model =
                        PretrainedModel.load(files, description, PretrainedModel.Use.TRAINING, Device.cpu());
                NDManager manager = NDManager.newBaseManager();
                Autograd.Scope on = Autograd.recording(true)) {
            NDArray labels = Safetensors.open(folder.resolve("inputs.safetensors"))
                    .array("labels", manager)
                    .flatten();
            NDArray logits = model.block()
                    .run(model.pass(true), input(folder, manager), null)
                    .singletonOrThrow();
            NDArray rows =
                    logits.reshape(-1, logits.getShape().get(logits.getShape().dimension() - 1));
            long counted = labels.neq(-100).toType(DataType.INT64, false).sum().getLong();
            NDArray loss = Operators.crossEntropy(rows, labels, -100, 0).div(counted);
            float truth = expected.array("loss", manager).getFloat();
            assertEquals(truth, loss.getFloat(), 1e-6f * truth);

            Map<String, NDArray> weights = model.weights();
            List<NDArray> gradients = Autograd.gradients(manager, loss, new ArrayList<>(weights.values()));
            Map<String, NDArray> byPath = new TreeMap<>();
            weights.keySet().forEach(path -> byPath.put(path, gradients.get(byPath.size())));
            GradientAgreement.assertAgree(expected, description, byPath, manager);
        }
    }

    @Test
    void withoutMaskEqualsAMaskOfOnes() throws IOException {
        Path folder = FIXTURES.resolve("bert-tiny-classifier");
        try (PretrainedModel model = PretrainedModel.load(folder, Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            ModelInput input = input(folder, manager);
            TokenInput tokens = input.tokens();
            ModelInput ones = new ModelInput(new TokenInput(
                    tokens.ids(), tokens.tokenTypes(), tokens.ids().onesLike()));
            ModelInput none = new ModelInput(new TokenInput(tokens.ids(), tokens.tokenTypes(), null));
            assertClose(model.run(ones, null).head(), model.run(none, null).head(), "logits");
        }
    }

    private static ModelInput input(Path folder, NDManager manager) throws IOException {
        Safetensors inputs = Safetensors.open(folder.resolve("inputs.safetensors"));
        return new ModelInput(new TokenInput(
                inputs.array("input_ids", manager),
                inputs.array("token_type_ids", manager),
                inputs.array("attention_mask", manager)));
    }

    private static void assertAll(Safetensors expected, NDManager manager, String prefix, List<NDArray> actual) {
        assertTrue(actual.size() > 1);
        for (int i = 0; i < actual.size(); i++) {
            assertClose(expected.array(prefix + i, manager), actual.get(i), prefix + i);
        }
        assertTrue(!expected.tensors().containsKey(prefix + actual.size()), "one more of " + prefix);
    }

    /** Within 1e-5, relative to the largest value where that exceeds 1. */
    private static void assertClose(NDArray expected, NDArray actual, String name) {
        assertEquals(expected.getShape(), actual.getShape(), name);
        float largest = Math.max(1, expected.abs().max().getFloat());
        float difference = expected.sub(actual).abs().max().getFloat();
        assertTrue(difference <= 1e-5f * largest, name + " differs by " + difference + " of " + largest);
    }
}
