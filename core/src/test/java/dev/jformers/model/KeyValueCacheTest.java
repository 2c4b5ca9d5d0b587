package dev.jformers.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.jformers.InvalidInputException;
import dev.jformers.PretrainedModel;
import dev.jformers.attention.MultiHead;
import dev.jformers.attention.MultiHeadLatent;
import dev.jformers.head.Readout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading tokens a few at a time against reading them at once, for the decoders of all families. */
class KeyValueCacheTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    /** Of the largest hidden state: products of other shapes sum in another order, by CPU and library. */
    private static final float TOLERANCE = 2e-5f;

    private static final int ROWS = 3;
    private static final int LENGTH = 14;

    /** Not for frequencies that depend on how long the text is by now: keys keep those that they were read with. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bloom", "deepseek-v2", "deepseek-v2-groups", "gemma", "gemma2", "gemma3", "gpt-neox",
                        "gpt-neox-sequential",
                "gpt2", "gptj", "llama", "llama-3", "llama-linear", "llama-yarn", "mistral", "mixtral",
                "openai-gpt", "opt", "opt-post-norm", "phi3", "phi3-short", "qwen2", "qwen3"
            })
    void tokensReadAFewAtATimeAreWhatTheyAreReadAtOnce(String family) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                KeyValueCache cache = new KeyValueCache(model.description().transformer(), manager, 4)) {
            NDArray ids = ids(model, manager, 5);
            NDArray mask = paddedLeft(manager);
            NDArray positions = mask.cumSum(1).sub(1).maximum(0);
            TokenInput whole = new TokenInput(ids, null, mask, positions, null, null);
            NDArray expected = model.block()
                    .transformer()
                    .encode(model.pass(false), new ModelInput(whole), new Readout.AllTokens());
            int[] borders = {0, 5, 6, 9, 10, LENGTH};
            for (int i = 1; i < borders.length; i++) {
                NDIndex part = new NDIndex(":, {}:{}", borders[i - 1], borders[i]);
                TokenInput tokens = new TokenInput(
                        ids.get(part),
                        null,
                        mask.get(new NDIndex(":, :{}", borders[i])),
                        positions.get(part),
                        null,
                        null);
                NDArray read = model.block()
                        .transformer()
                        .decode(model.pass(false), tokens, null, cache, new Readout.AllTokens());
                assertClose(visible(expected, mask).get(part), visible(read, mask.get(part)), family + " part " + i);
            }
            assertEquals(LENGTH, cache.length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bart", "marian", "marian-2017", "mbart", "mt5", "pegasus", "t5", "t5-v1.1"})
    void aDecoderBehindAnEncoderGoesOnToo(String family) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                KeyValueCache cache = new KeyValueCache(model.description().transformer(), manager, 4)) {
            TokenInput encoded = new TokenInput(ids(model, manager, 6), null, paddedLeft(manager));
            NDArray ids = ids(model, manager, 7);
            ModelInput whole = new ModelInput(encoded, new TokenInput(ids, null, null));
            NDArray expected = model.block().transformer().encode(model.pass(false), whole, new Readout.AllTokens());
            for (int i = 0; i < LENGTH; i++) {
                NDIndex part = new NDIndex(":, {}:{}", i, i + 1);
                TokenInput tokens = new TokenInput(ids.get(part), null, null);
                NDArray read = model.block()
                        .transformer()
                        .decode(model.pass(false), tokens, i == 0 ? encoded : null, cache, new Readout.AllTokens());
                assertClose(expected.get(part), read, family + " token " + i);
            }
        }
    }

    @Test
    void rowsThatAreReorderedGoOnAsThoseThatTheyWere() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("t5"), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                KeyValueCache cache = new KeyValueCache(model.description().transformer(), manager, 4)) {
            NDArray rows = manager.create(new long[] {2, 0, 2, 2});
            TokenInput encoded = new TokenInput(ids(model, manager, 6), null, paddedLeft(manager));
            NDArray ids = ids(model, manager, 7);
            TokenInput start = new TokenInput(ids.get(":, :5"), null, null);
            model.block().transformer().decode(model.pass(false), start, encoded, cache, new Readout.AllTokens());
            cache.reorder(rows);
            NDArray other = ids.get(rows);
            TokenInput rest = new TokenInput(other.get(":, 5:"), null, null);
            NDArray read =
                    model.block().transformer().decode(model.pass(false), rest, null, cache, new Readout.AllTokens());
            ModelInput whole = new ModelInput(
                    new TokenInput(
                            encoded.ids().get(rows), null, paddedLeft(manager).get(rows)),
                    new TokenInput(other, null, null));
            NDArray expected = model.block().transformer().encode(model.pass(false), whole, new Readout.AllTokens());
            assertClose(expected.get(":, 5:"), read, "reordered");
        }
    }

    @Test
    void tokensThatAreForgottenCanBeReadAnew() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("llama"), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                KeyValueCache cache = new KeyValueCache(model.description().transformer(), manager, 4)) {
            NDArray ids = ids(model, manager, 7);
            Transformer transformer = model.block().transformer();
            TokenInput wrong = new TokenInput(ids.flip(1), null, null);
            TokenInput first = new TokenInput(ids.get(":, :6"), null, null);
            transformer.decode(model.pass(false), first, null, cache, new Readout.AllTokens());
            transformer.decode(model.pass(false), wrong, null, cache, new Readout.AllTokens());
            cache.truncate(6);
            TokenInput rest = new TokenInput(ids.get(":, 6:"), null, null);
            NDArray read = transformer.decode(model.pass(false), rest, null, cache, new Readout.AllTokens());
            NDArray expected = transformer.encode(
                    model.pass(false), new ModelInput(new TokenInput(ids, null, null)), new Readout.AllTokens());
            assertClose(expected.get(":, 6:"), read, "read anew");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "qwen3"})
    void memoryIsThatOfTheHeadsThatAreLookedAt(String family) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                KeyValueCache cache = new KeyValueCache(model.description().transformer(), manager, 4)) {
            TokenInput tokens = new TokenInput(ids(model, manager, 5), null, null);
            model.block().transformer().decode(model.pass(false), tokens, null, cache, new Readout.LastToken());
            StackConfig stack = model.description().transformer().stacks().last();
            MultiHead attention = (MultiHead) stack.layers().get(0).attention();
            long perToken = 2L * stack.layers().size() * attention.kvHeads() * attention.headDim() * Float.BYTES;
            assertEquals(
                    ROWS * 256 * perToken,
                    cache.bytes(),
                    "keys and values of 256 tokens, the least there is memory for");
            assertEquals(family.equals("gpt2"), attention.kvHeads() == attention.heads());
        }
    }

    @Test
    void latentAttentionKeepsOneSmallVectorAToken() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("deepseek-v2"), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                KeyValueCache cache = new KeyValueCache(model.description().transformer(), manager, 4)) {
            TokenInput tokens = new TokenInput(ids(model, manager, 5), null, null);
            model.block().transformer().decode(model.pass(false), tokens, null, cache, new Readout.LastToken());
            StackConfig stack = model.description().transformer().stacks().last();
            MultiHeadLatent attention = (MultiHeadLatent) stack.layers().get(0).attention();
            long size = attention.keyValueRank() + attention.sizes().position();
            assertEquals(ROWS * 256L * stack.layers().size() * size * Float.BYTES, cache.bytes());
            long heads = attention.heads()
                    * (attention.sizes().content()
                            + attention.sizes().position()
                            + attention.sizes().value());
            assertTrue(size < heads, size + " numbers a token, " + heads + " as keys and values");
        }
    }

    @Test
    void aCacheThatGrowsKeepsWhatItHolds() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("qwen2"), Device.cpu());
                NDManager manager = model.manager().newSubManager();
                KeyValueCache cache = new KeyValueCache(model.description().transformer(), manager, 4)) {
            Transformer transformer = model.block().transformer();
            NDArray ids = ids(model, manager, 5).repeat(1, 40);
            for (int from = 0; from < 560; from += 70) {
                TokenInput part = new TokenInput(ids.get(new NDIndex(":, {}:{}", from, from + 70)), null, null);
                NDArray read = transformer.decode(model.pass(false), part, null, cache, new Readout.LastToken());
                NDArray all = ids.get(new NDIndex(":, :{}", from + 70));
                NDArray expected = transformer.encode(
                        model.pass(false), new ModelInput(new TokenInput(all, null, null)), new Readout.LastToken());
                assertClose(expected, read, from + " tokens");
            }
        }
    }

    @Test
    void anEncoderHasNothingToGoOnFrom() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("roberta"), Device.cpu())) {
            InvalidInputException refused = assertThrows(
                    InvalidInputException.class,
                    () -> new KeyValueCache(model.description().transformer(), model.manager(), 4));
            assertTrue(String.valueOf(refused.getMessage()).contains("is an encoder"), refused.getMessage());
        }
    }

    private static NDArray ids(PretrainedModel model, NDManager manager, long seed) {
        int vocabulary = Math.toIntExact(model.description().transformer().outputVocabularySize());
        long[] ids = new Random(seed).longs((long) ROWS * LENGTH, 3, vocabulary).toArray();
        return manager.create(ids, new Shape(ROWS, LENGTH));
    }

    private static NDArray paddedLeft(NDManager manager) {
        long[] mask = new long[ROWS * LENGTH];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % LENGTH >= 2 * (i / LENGTH) ? 1 : 0;
        }
        return manager.create(mask, new Shape(ROWS, LENGTH));
    }

    /** Zeros where there is padding, which nobody reads. */
    private static NDArray visible(NDArray hidden, NDArray mask) {
        return hidden.mul(mask.expandDims(2));
    }

    private static void assertClose(NDArray expected, NDArray actual, String what) {
        assertEquals(expected.getShape(), actual.getShape());
        float scale = Math.max(1, expected.abs().max().getFloat());
        float difference = expected.sub(actual).abs().max().getFloat();
        assertTrue(difference <= TOLERANCE * scale, what + " differs by " + difference / scale);
    }
}
