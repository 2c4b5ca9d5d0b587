package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.head.Readout;
import dev.jformers.layer.Routing;
import dev.jformers.model.ModelInput;
import dev.jformers.model.TokenInput;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mixtures of experts: what a pass hands to who trains its routers, and the product of groups of rows. */
class RoutingTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    @Test
    void balancingLossEqualsTheReference() throws IOException {
        Safetensors expected = Safetensors.open(FIXTURES.resolve("mixtral/outputs.safetensors"));
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("mixtral"), Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            ModelInput input = input("mixtral", manager);
            Routing routing = new Routing();
            model.block().run(model.pass(false).with(routing), input, null);
            float loss = routing.balancingLoss(input.tokens().mask()).getFloat();
            assertEquals(expected.array("aux_loss", manager).getFloat(), loss, 1e-5 * loss);
            assertEquals(2, routing.logits().size());
            assertEquals(0.001, model.description().transformer().balance());
        }
    }

    @Test
    void balancingLossReachesEveryRouter() throws IOException {
        HuggingFaceFolder files = HuggingFaceFolder.open(FIXTURES.resolve("mixtral"));
        ModelDescription description = ModelDescription.of(files).withDropout(0);
        try (PretrainedModel model =
                        PretrainedModel.load(files, description, PretrainedModel.Use.TRAINING, Device.cpu());
                NDManager manager = NDManager.newBaseManager();
                Autograd.Scope on = Autograd.recording(true)) {
            Routing routing = new Routing();
            model.block().run(model.pass(true).with(routing), input("mixtral", manager), null);
            List<NDArray> routers = new ArrayList<>();
            model.weights().forEach((path, weight) -> {
                if (path.endsWith("router.weight")) {
                    routers.add(weight);
                }
            });
            assertEquals(2, routers.size());
            for (NDArray gradient : Autograd.gradients(manager, routing.balancingLoss(null), routers)) {
                assertTrue(gradient.abs().max().getFloat() > 0);
            }
        }
    }

    @Test
    void aPassThatIsAskedReadsTheSameTokens() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("mixtral"), Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            ModelInput input = input("mixtral", manager);
            Readout readout = new Readout.TokensAt(manager.create(new long[] {3, 17}));
            Routing routing = new Routing();
            NDArray plain = model.block().transformer().encode(model.pass(false), input, readout);
            NDArray asked = model.block().transformer().encode(model.pass(false).with(routing), input, readout);
            assertEquals(plain.getShape(), asked.getShape());
            assertTrue(plain.sub(asked).abs().max().getFloat() < 1e-5f);
            assertEquals(39, routing.logits().get(1).getShape().get(0));
        }
    }

    @Test
    void aModelWithoutExpertsSaysNothing() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("mistral"), Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            Routing routing = new Routing();
            model.block().run(model.pass(false).with(routing), input("mistral", manager), null);
            assertTrue(routing.isEmpty());
            assertEquals(0, model.description().transformer().balance());
        }
    }

    @Test
    void groupsWithoutRowsAreSkipped() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray chosen = manager.create(new long[][] {{3, 0}, {0, 3}, {3, 0}});
            Operators.Groups groups = Operators.group(chosen, 4);
            assertEquals(List.of(3L, 0L, 0L, 3L), boxed(groups.counts()));
            NDArray x = manager.create(new float[][] {{1, 0}, {2, 0}, {3, 0}});
            List<NDArray> weights = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                weights.add(manager.create(new float[][] {{10 * i + 1, 0}}));
            }
            NDArray sorted = Operators.rows(x, groups.rows());
            NDArray products =
                    Operators.rows(Operators.groupedLinear(sorted, groups.counts(), weights), groups.places());
            assertFalse(products.isNaN().any().getBoolean());
            assertEquals(manager.create(new float[] {31, 1, 2, 62, 93, 3}).reshape(6, 1), products);
        }
    }

    private static List<Long> boxed(NDArray array) {
        List<Long> values = new ArrayList<>();
        for (long value : array.toLongArray()) {
            values.add(value);
        }
        return values;
    }

    private static ModelInput input(String fixture, NDManager manager) throws IOException {
        Safetensors inputs = Safetensors.open(FIXTURES.resolve(fixture).resolve("inputs.safetensors"));
        return new ModelInput(
                new TokenInput(inputs.array("input_ids", manager), null, inputs.array("attention_mask", manager)));
    }
}
