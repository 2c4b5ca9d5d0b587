package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.Safetensors;
import dev.jformers.checkpoint.SafetensorsWriter;
import dev.jformers.generation.GenerationConfig;
import dev.jformers.generation.Generator;
import dev.jformers.generation.Search;
import dev.jformers.layer.Precision;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts that were read before. */
class PromptCacheTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    @TempDir
    private Path folder = Path.of("");

    private PromptCache cache = new PromptCache(Path.of(""));

    @BeforeEach
    void nameFile() {
        cache = new PromptCache(folder.resolve("prompt.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "deepseek-v2", "bloom", "gemma3", "opt", "qwen3"})
    void aPromptThatSharesItsBeginningHasTheSameLogits(String family) throws IOException {
        try (PretrainedModel model = load(family)) {
            int[] prompt = tokens(1, 11);
            assertEquals(0, read(model, prompt), "tokens of the file");
            assertEquals(10, read(model, prompt), "tokens of the file");
            int[] other = tokens(2, 14);
            System.arraycopy(prompt, 0, other, 0, 7);
            assertEquals(7, read(model, other), "tokens of the file");
            assertEquals(13, read(model, other), "tokens of the file");
            assertEquals(3, read(model, Arrays.copyOf(prompt, 4)), "tokens of the file");
            assertEquals(13, read(model, other), "of the longer prompt, which stays");
        }
    }

    @Test
    void aLongPromptOfAModelWithAWindowIsGoneOnFromItsEnd() throws IOException {
        try (PretrainedModel model = load("mistral")) {
            int[] prompt = tokens(1, 300);
            assertEquals(0, read(model, prompt));
            int[] longer = tokens(3, 340);
            System.arraycopy(prompt, 0, longer, 0, 300);
            assertEquals(299, read(model, longer));
            int[] forked = tokens(4, 340);
            System.arraycopy(prompt, 0, forked, 0, 100);
            assertEquals(0, read(model, forked), "the window has dropped what the first 100 tokens see");
        }
    }

    @Test
    void aPrefixLanguageModelReadsAPromptAnewThatIsNotTheSame() throws IOException {
        HuggingFaceFolder files = HuggingFaceFolder.open(FIXTURES.resolve("llama"));
        ModelDescription both = ModelDescription.of(files).forPrefixLanguageModeling();
        try (PretrainedModel model = PretrainedModel.load(files, both, PretrainedModel.Use.INFERENCE, Device.cpu())) {
            int[] prompt = tokens(1, 20);
            assertEquals(0, read(model, prompt));
            assertEquals(19, read(model, prompt));
            assertEquals(0, read(model, Arrays.copyOf(prompt, 15)));
        }
    }

    @Test
    void theFileOfAnotherModelIsRefused() throws IOException {
        try (PretrainedModel model = load("gpt2");
                PretrainedModel other = random(model, 7)) {
            read(model, tokens(1, 8));
            byte[] before = Files.readAllBytes(cache.file());
            assertRefused("is the prompt cache of another model", other);
            assertRefused("is the prompt cache of another model", model.with(Precision.INT8));
            assertArrayEquals(before, Files.readAllBytes(cache.file()));
        }
    }

    private static PretrainedModel random(PretrainedModel model, int seed) {
        Torch.engine().setRandomSeed(seed);
        return PretrainedModel.random(model.description(), PretrainedModel.Use.INFERENCE, Device.cpu());
    }

    @Test
    void contrastiveSearchNeedsTheWholePrompt() throws IOException {
        int[] prompt = tokens(1, 8);
        GenerationConfig config = new GenerationConfig(
                new Search.Contrastive(0.6, 4), GenerationConfig.Lengths.ofNewTokens(4), List.of(), Set.of(), 0, 0);
        try (PretrainedModel model = load("gpt2");
                CachedReader reader = CachedReader.ofDecoder(model, new int[1], 12)) {
            cache.prepare(reader, prompt);
            Generator generator = new Generator(reader, config, (row, token) -> true);
            String message = String.valueOf(assertThrows(
                            InvalidInputException.class, () -> generator.generate(new int[][] {prompt}, new int[1]))
                    .getMessage());
            assertTrue(message.contains("leave out penalty_alpha or the prompt cache"), message);
        }
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        try (PretrainedModel model = load("llama")) {
            read(model, tokens(1, 8));
            byte[] whole = Files.readAllBytes(cache.file());
            byte[] flipped = whole.clone();
            flipped[flipped.length - 9] ^= 4;
            Files.write(cache.file(), flipped);
            assertRefused("is damaged", model);
            Files.write(cache.file(), Arrays.copyOf(whole, whole.length - 5));
            assertRefused("truncated", model);
            Files.writeString(cache.file(), "no tensors");
            assertThrows(InvalidInputException.class, () -> read(model, tokens(1, 8)));
            Files.delete(cache.file());
            new SafetensorsWriter().write(cache.file());
            assertRefused("is no prompt cache", model);
        }
    }

    @Test
    void anEncoderDecoderIsRefused() throws Exception {
        try (PretrainedModel model = load("t5")) {
            EncodedBatch texts = new EncodedBatch(1, 2, new long[] {5, 6}, new long[0], new long[0], 2);
            try (CachedReader reader = CachedReader.ofEncoderDecoder(model, texts, 0)) {
                assertTrue(String.valueOf(assertThrows(
                                        InvalidInputException.class, () -> cache.prepare(reader, new int[] {0}))
                                .getMessage())
                        .contains("is for decoders"));
            }
        }
    }

    private void assertRefused(String message, PretrainedModel model) {
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> read(model, tokens(1, 8)));
        assertTrue(String.valueOf(refused.getMessage()).contains(message), refused.getMessage());
    }

    /** Reads a prompt with the file and compares logits with those without; returns how many tokens were taken from the file. */
    private int read(PretrainedModel model, int[] prompt) throws IOException {
        int taken = taken(model, prompt);
        try (CachedReader plain = CachedReader.ofDecoder(model, new int[1], 0);
                CachedReader helped = CachedReader.ofDecoder(model, new int[1], 0)) {
            float[] expected = plain.read(new int[][] {prompt})[0];
            cache.prepare(helped, prompt);
            assertEquals(prompt.length - 1, helped.length());
            float[] actual = helped.read(new int[][] {{prompt[prompt.length - 1]}})[0];
            assertArrayEquals(expected, actual, 1e-5f * Math.max(1, largest(expected)));
        }
        return taken;
    }

    /** What rounding is in proportion to: products over several tokens add in another order than those over one. */
    private static float largest(float[] logits) {
        float largest = 0;
        for (float logit : logits) {
            largest = Math.max(largest, Math.abs(logit));
        }
        return largest;
    }

    private int taken(PretrainedModel model, int[] prompt) throws IOException {
        if (Files.notExists(cache.file())) {
            return 0;
        }
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[1], 0)) {
            cache.restore(reader, prompt);
            return reader.length();
        }
    }

    private static PretrainedModel load(String family) throws IOException {
        return PretrainedModel.load(FIXTURES.resolve(family), Device.cpu());
    }

    private static int[] tokens(long seed, int count) {
        return new Random(seed).ints(count, 3, 50).toArray();
    }

    @Test
    void theFileSaysWhatItHolds() throws IOException {
        try (PretrainedModel model = load("llama")) {
            read(model, tokens(1, 8));
            Safetensors file = Safetensors.open(cache.file());
            assertEquals(List.of(7L), file.info("input_ids").shape());
            assertEquals("1", file.metadata().get("jformers_prompt_cache"));
        }
    }
}
