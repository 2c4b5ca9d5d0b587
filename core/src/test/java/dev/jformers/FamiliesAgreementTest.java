package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.model.ModelInput;
import dev.jformers.model.Permutation;
import dev.jformers.model.Stacks;
import dev.jformers.model.TokenInput;
import dev.jformers.model.Trace;
import dev.jformers.torch.Autograd;
import dev.jformers.torch.Operators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our numbers against those that Hugging Face transformers computed; {@code scripts/fixtures/families.py} wrote them. */
class FamiliesAgreementTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    private static final float OUTPUTS = 1e-5f;
    private static final double LOSS = 1e-6;

    static List<String> fixtures() {
        try (Stream<Path> folders = Files.list(FIXTURES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> fixturesWithLoss() {
        return fixtures().stream()
                .filter(fixture -> outputs(fixture).tensors().containsKey("loss"))
                .toList();
    }

    @Test
    void thereAreFixtures() {
        assertTrue(fixtures().size() >= 80, fixtures().toString());
        assertTrue(fixturesWithLoss().size() >= 47, fixturesWithLoss().toString());
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void outputsAndHiddenStatesEqualTheReference(String fixture) throws IOException {
        Safetensors expected = outputs(fixture);
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(fixture), Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            ModelInput input = input(fixture, manager);
            Trace trace = new Trace();
            NDList outputs = model.run(input, trace);
            boolean both = model.description().transformer().stacks() instanceof Stacks.EncoderDecoder;
            TokenInput read = read(input, both);
            NDArray output = outputs.head();
            assertClose(expected.array(output.getName(), manager), zeroed(output, read), output.getName());
            assertAll(expected, read, both ? "decoder_hidden_states." : "hidden_states.", trace.hiddenStates());
            if (both) {
                Trace encoder = trace.encoder();
                assertAll(expected, input.tokens(), "encoder_hidden_states.", encoder.hiddenStates());
                assertAll(expected, input.tokens(), "encoder_attentions.", encoder.attentions());
                assertAll(expected, read, "decoder_attentions.", trace.attentions());
                assertAll(expected, read, "cross_attentions.", trace.crossAttentions());
            }
            NDArray untraced = model.run(input, null).head();
            assertClose(zeroed(output, read), zeroed(untraced, read), "without a trace");
        }
    }

    @ParameterizedTest
    @MethodSource("fixturesWithLoss")
    void lossAndGradientsEqualTheReference(String fixture) throws IOException {
        Safetensors expected = outputs(fixture);
        HuggingFaceFolder files = HuggingFaceFolder.open(FIXTURES.resolve(fixture));
        ModelDescription description = ModelDescription.of(files).withDropout(0);
        try (PretrainedModel model =
                        PretrainedModel.load(files, description, PretrainedModel.Use.TRAINING, Device.cpu());
                NDManager manager = NDManager.newBaseManager();
                Autograd.Scope on = Autograd.recording(true)) {
            NDArray loss = loss(model, fixture, manager);
            assertEquals(expected.array("loss", manager).getFloat(), loss.getFloat(), LOSS * loss.getFloat());
            Map<String, NDArray> weights = model.weights();
            weights.values().removeIf(weight -> !weight.hasGradient());
            List<NDArray> gradients = Autograd.gradients(manager, loss, new ArrayList<>(weights.values()));
            Map<String, NDArray> byPath = new TreeMap<>();
            weights.keySet().forEach(path -> byPath.put(path, gradients.get(byPath.size())));
            GradientAgreement.assertAgree(expected, description, byPath, manager);
        }
    }

    private static NDArray loss(PretrainedModel model, String fixture, NDManager manager) throws IOException {
        NDArray labels = Safetensors.open(FIXTURES.resolve(fixture).resolve("inputs.safetensors"))
                .array("labels", manager)
                .flatten();
        NDArray logits = model.block()
                .run(model.pass(true), input(fixture, manager), null)
                .singletonOrThrow();
        NDArray rows = logits.reshape(-1, logits.getShape().getLastDimension());
        long counted = labels.neq(-100).toType(DataType.INT64, false).sum().getLong();
        return Operators.crossEntropy(rows, labels, -100, 0).div(counted);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFolderThatIsWrittenAgainKeepsEveryTensor(String fixture, @TempDir Path target) throws IOException {
        HuggingFaceFolder before = HuggingFaceFolder.open(FIXTURES.resolve(fixture));
        try (PretrainedModel model = PretrainedModel.load(before.path(), Device.cpu())) {
            model.files().write(target.resolve("copy"));
        }
        HuggingFaceFolder after = HuggingFaceFolder.open(target.resolve("copy"));
        assertEquals(before.tensors().keySet(), after.tensors().keySet());
        assertFalse(before.tensors().isEmpty());
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String name : before.tensors().keySet()) {
                assertEquals(before.info(name).shape(), after.info(name).shape(), name);
                assertArrayEquals(
                        before.array(name, manager).toByteArray(),
                        after.array(name, manager).toByteArray(),
                        name);
            }
        }
    }

    private static Safetensors outputs(String fixture) {
        try {
            return Safetensors.open(FIXTURES.resolve(fixture).resolve("outputs.safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelInput input(String fixture, NDManager manager) throws IOException {
        Safetensors inputs = Safetensors.open(FIXTURES.resolve(fixture).resolve("inputs.safetensors"));
        return new ModelInput(tokens(inputs, "", manager), decoderTokens(inputs, manager));
    }

    private static @Nullable TokenInput decoderTokens(Safetensors inputs, NDManager manager) {
        return inputs.tensors().containsKey("decoder_input_ids") ? tokens(inputs, "decoder_", manager) : null;
    }

    private static TokenInput tokens(Safetensors inputs, String prefix, NDManager manager) {
        TokenInput tokens = new TokenInput(
                inputs.array(prefix + "input_ids", manager),
                optional(inputs, prefix + "token_type_ids", manager),
                inputs.array(prefix + "attention_mask", manager));
        NDArray hides = optional(inputs, prefix + "perm_mask", manager);
        return hides == null
                ? tokens
                : tokens.withPermutation(new Permutation(hides, optional(inputs, prefix + "targets", manager)));
    }

    private static @Nullable NDArray optional(Safetensors inputs, String name, NDManager manager) {
        return inputs.tensors().containsKey(name) ? inputs.array(name, manager) : null;
    }

    /** What the last stack reads: of an encoder-decoder without decoder tokens, the encoder's again, nothing of it padding. */
    private static TokenInput read(ModelInput input, boolean both) {
        if (input.decoderTokens() != null) {
            return input.decoderTokens();
        }
        return both ? new TokenInput(input.tokens().ids(), null, null) : input.tokens();
    }

    /** Without what stands at padding: of hidden states {@code [batch, seq, hidden]}, weights {@code [batch, heads, seq, keySeq]}. */
    private static NDArray zeroed(NDArray states, TokenInput tokens) {
        NDArray mask = tokens.mask();
        int axes = states.getShape().dimension();
        if (mask == null || axes == 2) {
            return states;
        }
        NDArray counted = mask.toType(DataType.FLOAT32, false);
        if (axes == 4) {
            return states.mul(counted.expandDims(2).expandDims(1));
        }
        // targets stand behind the tokens, or alone; they are never padding
        long targets = states.getShape().get(1) - mask.getShape().get(1);
        if (targets < 0) {
            return states;
        }
        NDArray ones = mask.getManager().ones(new Shape(mask.getShape().get(0), targets));
        return states.mul(
                targets == 0 ? counted.expandDims(2) : counted.concat(ones, 1).expandDims(2));
    }

    private static void assertAll(Safetensors expected, TokenInput tokens, String prefix, List<NDArray> actual) {
        assertTrue(actual.size() > 1);
        for (int i = 0; i < actual.size(); i++) {
            NDArray state = zeroed(actual.get(i), tokens);
            assertClose(expected.array(prefix + i, state.getManager()), state, prefix + i);
        }
        assertFalse(expected.tensors().containsKey(prefix + actual.size()), "one more of " + prefix);
    }

    /** Within 1e-5, relative to the largest value where that exceeds 1. */
    private static void assertClose(NDArray expected, NDArray actual, String name) {
        assertEquals(expected.getShape(), actual.getShape(), name);
        float largest = Math.max(1, expected.abs().max().getFloat());
        float difference = expected.sub(actual).abs().max().getFloat();
        assertTrue(difference <= OUTPUTS * largest, name + " differs by " + difference + " of " + largest);
    }
}
