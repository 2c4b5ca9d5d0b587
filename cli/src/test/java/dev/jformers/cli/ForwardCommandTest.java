package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private NDManager manager = NDManager.newBaseManager();
    private Path input = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void nameFiles() {
        input = folder.resolve("in.safetensors");
        output = folder.resolve("out.safetensors");
    }

    @AfterEach
    void closeManager() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert-tiny", "bert-tiny-mlm", "bert-tiny-classifier"})
    void outputsEqualTheReference(String fixture) throws IOException {
        Path model = Models.FIXTURES.resolve(fixture);
        CommandRun.of("forward", model, "--input", model.resolve("inputs.safetensors"), "--output", output)
                .succeeded();
        Safetensors expected = Safetensors.open(model.resolve("outputs.safetensors"));
        Safetensors actual = Safetensors.open(output);
        assertFalse(actual.tensors().isEmpty());
        actual.tensors().keySet().forEach(name -> assertClose(expected, actual, name));
    }

    @Test
    void hiddenStatesAndAttentionsOnRequest() throws IOException {
        Path model = Models.FIXTURES.resolve("bert-tiny");
        Path reference = model.resolve("inputs.safetensors");
        CommandRun.of("forward", model, "--input", reference, "--output", output, "--hidden-states", "--attentions")
                .succeeded();
        Safetensors expected = Safetensors.open(model.resolve("outputs.safetensors"));
        Safetensors actual = Safetensors.open(output);
        assertEquals(
                Set.of(
                        "last_hidden_state",
                        "pooler_output",
                        "hidden_states.0",
                        "hidden_states.1",
                        "hidden_states.2",
                        "attentions.0",
                        "attentions.1"),
                actual.tensors().keySet());
        actual.tensors().keySet().forEach(name -> assertClose(expected, actual, name));
    }

    @Test
    void anEncoderDecoderHasStatesAndAttentionsOfBothStacks() throws IOException {
        Path model = Models.FIXTURES.resolve("families/marian");
        Path reference = model.resolve("inputs.safetensors");
        CommandRun.of("forward", model, "--input", reference, "--output", output, "--hidden-states", "--attentions")
                .succeeded();
        Safetensors expected = Safetensors.open(model.resolve("outputs.safetensors"));
        Safetensors actual = Safetensors.open(output);
        Set<String> names = new TreeSet<>(expected.tensors().keySet());
        names.removeIf(name -> name.equals("loss") || name.startsWith("grad."));
        assertEquals(names, new TreeSet<>(actual.tensors().keySet()));
        assertEquals(1 + 1 + 3 + 4 + 2 + 3 + 3, names.size());
        names.forEach(name -> assertFirstRowClose(expected, actual, name));
    }

    @Test
    void anEncoderDecoderNeedsTokensForBoth() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 5, 3)));
        CommandRun.of("forward", Models.FIXTURES.resolve("families/marian"), "--input", input, "--output", output)
                .failed("jformers forward: " + input
                        + ": decoder_input_ids is missing but must be there for an encoder-decoder.");
    }

    @Test
    void aDecoderOfADenoiserReadsTheInputAgain() throws IOException {
        Path model = Models.FIXTURES.resolve("families/bart-classifier");
        CommandRun.of("forward", model, "--input", model.resolve("inputs.safetensors"), "--output", output)
                .succeeded();
        assertClose(Safetensors.open(model.resolve("outputs.safetensors")), Safetensors.open(output), "logits");
    }

    @Test
    void whatItWroteIsPrintedAndWhatItIgnoredIsSaid() {
        Path reference = Models.CLASSIFIER.resolve("inputs.safetensors");
        CommandRun run = CommandRun.of("forward", Models.CLASSIFIER, "--input", reference, "--output", output);
        assertEquals("Wrote " + output + "\n  logits  F32   [3, 5]\n", run.succeeded());
        assertEquals(
                "jformers forward: " + reference
                        + ": ignored labels; read are input_ids, attention_mask, token_type_ids, position_ids,"
                        + " prefix_lengths, perm_mask, target_mapping, decoder_input_ids, decoder_attention_mask, decoder_position_ids\n",
                run.errors());
    }

    @Test
    void thirtyTwoBitIdsAreTakenToo() throws IOException {
        write(Map.of("input_ids", manager.create(new int[] {2, 5, 3}, new Shape(1, 3))));
        forward().succeeded();
    }

    @Test
    void anIdBeyondTheVocabularyIsNamedWithItsPlace() throws IOException {
        write(Map.of("input_ids", ids(2, 2, 5, 67, 3)));
        forward()
                .failed("jformers forward: " + input
                        + ": input_ids[1, 0] is 67 but must be from 0 to 66: the vocabulary has 67.");
        assertFalse(Files.exists(output));
    }

    @Test
    void aNegativeIdIsNamed() throws IOException {
        write(Map.of("input_ids", ids(1, 2, -1, 3)));
        forward()
                .failed("jformers forward: " + input
                        + ": input_ids[0, 1] is -1 but must be from 0 to 66: the vocabulary has 67.");
    }

    @Test
    void aSegmentBeyondTheLastIsNamed() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 5, 3), "token_type_ids", ids(1, 0, 0, 2)));
        forward()
                .failed("jformers forward: " + input
                        + ": token_type_ids[0, 2] is 2 but must be from 0 to 1: the number of segment types is 2.");
    }

    @Test
    void aMaskIsOnesAndZeros() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 5, 3), "attention_mask", ids(1, 1, 2, 0)));
        forward()
                .failed("jformers forward: " + input
                        + ": attention_mask[0, 1] is 2.0 but must be 1 (token) or 0 (padding).");
    }

    @Test
    void rowsLongerThanThePositionsAreRefused() throws IOException {
        long[] many = new long[20];
        Arrays.fill(many, 5);
        write(Map.of("input_ids", ids(1, many)));
        forward()
                .failed("jformers forward: " + input
                        + ": input_ids has 20 tokens a row but the model knows 19 positions; shorten the rows.");
    }

    @Test
    void shapesMustBeEqual() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 5, 3), "attention_mask", ids(1, 1, 1)));
        forward()
                .failed("jformers forward: " + input
                        + ": attention_mask has shape (1, 2) but must have (1, 3), that of input_ids.");
    }

    @Test
    void idsHaveTwoAxes() throws IOException {
        write(Map.of("input_ids", manager.create(new long[] {2, 3})));
        forward()
                .failed("jformers forward: " + input
                        + ": input_ids has shape [2] but must have [batch, seq], each at least 1");
    }

    @Test
    void idsAreWholeNumbers() throws IOException {
        write(Map.of("input_ids", manager.create(new float[] {2, 3}, new Shape(1, 2))));
        forward().failed("jformers forward: " + input + ": input_ids is F32 but must be one of [U8, I8, I32, I64]");
    }

    @Test
    void noIdsAtAll() throws IOException {
        write(Map.of("input_id", ids(1, 2, 3)));
        CommandRun run = forward();
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(run.errors().startsWith("jformers forward: " + input + " has no tensor input_ids;"), run.errors());
    }

    @Test
    void aMissingInput() {
        forward().failed("jformers forward: " + input + " does not exist; expected a safetensors file");
    }

    @Test
    void anExistingOutputIsKeptUnlessAsked() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 3)));
        Files.writeString(output, "precious");
        forward().failed("jformers forward: " + output + " exists already; choose another output or add --overwrite");
        assertEquals("precious", Files.readString(output));
        CommandRun.of("forward", Models.CLASSIFIER, "--input", input, "--output", output, "--overwrite")
                .succeeded();
        assertEquals(Set.of("logits"), Safetensors.open(output).tensors().keySet());
    }

    @Test
    void anOutputBelowAFile() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 3)));
        Path impossible = input.resolve("out.safetensors");
        CommandRun.of("forward", Models.CLASSIFIER, "--input", input, "--output", impossible)
                .failed("jformers forward: " + impossible + " cannot be written: " + input + " is not a folder");
    }

    @Test
    void aPrefixOpensACausalDecoder() throws IOException {
        Path model = Models.FIXTURES.resolve("families/gpt2");
        float[] causal = logits(model, Map.of("input_ids", ids(1, 5, 6, 7)));
        float[] none = logits(model, Map.of("input_ids", ids(1, 5, 6, 7), "prefix_lengths", lengths(0)));
        assertArrayEquals(causal, none, 1e-6f);
        float[] two = logits(model, Map.of("input_ids", ids(1, 5, 6, 7), "prefix_lengths", lengths(2)));
        float[] other = logits(model, Map.of("input_ids", ids(1, 5, 9, 7), "prefix_lengths", lengths(2)));
        assertTrue(Math.abs(two[0] - other[0]) > 1e-4, "the first token sees the second");
        assertTrue(Math.abs(causal[0] - two[0]) > 1e-4);
    }

    @Test
    void aPrefixIsAPartOfItsRow() throws IOException {
        Path model = Models.FIXTURES.resolve("families/gpt2");
        NDArray ids = ids(2, 5, 6, 7, 5, 6, 7);
        NDArray mask = ids(2, 1, 1, 1, 1, 1, 0);
        write(Map.of("input_ids", ids, "attention_mask", mask, "prefix_lengths", lengths(3, 3)));
        forward(model)
                .failed(
                        "jformers forward: " + input
                                + ": prefix_lengths[1] is 3 but must be from 0 to 2: the row has 2 tokens, padding not counted.");
        write(Map.of("input_ids", ids, "prefix_lengths", lengths(-1, 0)));
        forward(model)
                .failed(
                        "jformers forward: " + input
                                + ": prefix_lengths[0] is -1 but must be from 0 to 3: the row has 3 tokens, padding not counted.");
        write(Map.of("input_ids", ids, "prefix_lengths", lengths(1)));
        forward(model)
                .failed("jformers forward: " + input + ": prefix_lengths has shape (1) but must have (2): [batch].");
        write(Map.of("input_ids", ids, "prefix_lengths", ids));
        forward(model)
                .failed("jformers forward: " + input
                        + ": prefix_lengths has shape [2, 3] but must have [batch], each at least 1");
    }

    @Test
    void anEncoderHasNoPrefix() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 5, 3), "prefix_lengths", lengths(1)));
        forward()
                .failed("jformers forward: " + input
                        + ": prefix_lengths is there but these tokens see all others anyway; leave it out, or use a"
                        + " causal decoder.");
    }

    @Test
    void aPositionBeyondTheLastIsNamed() throws IOException {
        write(Map.of("input_ids", ids(1, 2, 5, 3), "position_ids", ids(1, 0, 1, 19)));
        forward()
                .failed("jformers forward: " + input
                        + ": position_ids[0, 2] is 19 but must be from 0 to 18: the number of positions is 19.");
    }

    @Test
    void tokensArePredictedInAnOrderOfTheirOwn() throws IOException {
        Path model = Models.FIXTURES.resolve("families/xlnet");
        Safetensors reference = Safetensors.open(model.resolve("inputs.safetensors"));
        NDArray ids = reference.array("input_ids", manager);
        NDArray mapping =
                reference.array("targets", manager).oneHot((int) ids.getShape().get(1));
        write(Map.of(
                "input_ids", ids,
                "attention_mask", reference.array("attention_mask", manager),
                "token_type_ids", reference.array("token_type_ids", manager),
                "perm_mask", reference.array("perm_mask", manager),
                "target_mapping", mapping));
        forward(model).succeeded();
        assertClose(Safetensors.open(model.resolve("outputs.safetensors")), Safetensors.open(output), "logits");
    }

    @Test
    void aTargetIsOneToken() throws IOException {
        Path model = Models.FIXTURES.resolve("families/xlnet");
        float[] two = {0, 1, 0, 1, 0, 1};
        write(Map.of("input_ids", ids(1, 5, 6, 7), "target_mapping", manager.create(two, new Shape(1, 2, 3))));
        forward(model)
                .failed("jformers forward: " + input
                        + ": target_mapping[0, 1] must have a 1 at the token to be predicted and 0 elsewhere, and has"
                        + " not.");
        write(Map.of("input_ids", ids(1, 5, 6, 7), "target_mapping", manager.create(two, new Shape(1, 3, 2))));
        forward(model)
                .failed("jformers forward: " + input
                        + ": target_mapping has shape (1, 3, 2) but must have (1, targets, 3): [batch, targets, seq].");
        write(Map.of("input_ids", ids(1, 5, 6, 7), "perm_mask", manager.create(two, new Shape(1, 2, 3))));
        forward(model)
                .failed("jformers forward: " + input
                        + ": perm_mask has shape (1, 2, 3) but must have (1, 3, 3): [batch, seq, seq].");
        write(Map.of("input_ids", ids(1, 5, 6, 7), "perm_mask", ids(1, 0, 0)));
        forward(model)
                .failed("jformers forward: " + input
                        + ": perm_mask has shape [1, 2] but must have [batch, seq, seq], each at least 1");
    }

    @Test
    void onlyXlnetHasTargets() throws IOException {
        NDArray mapping = manager.create(new float[] {0, 1, 0}, new Shape(1, 1, 3));
        write(Map.of("input_ids", ids(1, 2, 5, 3), "target_mapping", mapping));
        forward()
                .failed("jformers forward: " + input
                        + ": there are targets but the model has no vector for them; leave them out.");
    }

    private float[] logits(Path model, Map<String, NDArray> arrays) throws IOException {
        write(arrays);
        CommandRun.of("forward", model, "--input", input, "--output", output, "--overwrite")
                .succeeded();
        return Safetensors.open(output).array("logits", manager).toFloatArray();
    }

    private CommandRun forward(Path model) {
        return CommandRun.of("forward", model, "--input", input, "--output", output);
    }

    private CommandRun forward() {
        return CommandRun.of("forward", Models.CLASSIFIER, "--input", input, "--output", output);
    }

    private NDArray lengths(long... values) {
        return manager.create(values);
    }

    private NDArray ids(int rows, long... values) {
        return manager.create(values, new Shape(rows, values.length / rows));
    }

    private void write(Map<String, NDArray> arrays) throws IOException {
        new SafetensorsWriter().addAll(arrays).write(input);
    }

    /** Of the first row, which has no padding. */
    private void assertFirstRowClose(Safetensors expected, Safetensors actual, String name) {
        assertEquals(expected.info(name).shape(), actual.info(name).shape(), name);
        assertArrayEquals(
                expected.array(name, manager).get(0).toFloatArray(),
                actual.array(name, manager).get(0).toFloatArray(),
                3e-5f,
                name);
    }

    private void assertClose(Safetensors expected, Safetensors actual, String name) {
        Function<Safetensors, NDArray> array = file -> file.array(name, manager);
        List<Safetensors> both = List.of(expected, actual);
        assertEquals(both.get(0).info(name).shape(), both.get(1).info(name).shape(), name);
        assertArrayEquals(
                array.apply(expected).toFloatArray(), array.apply(actual).toFloatArray(), 1e-5f, name);
    }
}
