package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.layer.Precision;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.torch.Autograd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes over one token that are programs by now, against those that blocks compute. */
class DecodingStepsTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");
    private static final int PROMPT = 4;
    private static final int LENGTH = 36;

    /** Of the largest logit: the operators are the same, but one reads the last token and the other all. */
    private static final float TOLERANCE = 1e-6f;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bloom",
                "deepseek-v2",
                "deepseek-v2-groups",
                "gemma",
                "gemma2",
                "gemma3",
                "gpt-neox",
                "gpt-neox-sequential",
                "gpt2",
                "gptj",
                "llama",
                "llama-bias-head-dim",
                "mistral",
                "mixtral",
                "openai-gpt",
                "opt",
                "opt-post-norm",
                "phi3",
                "qwen2",
                "qwen3"
            })
    void decoderGoesOnAsItsBlocksWouldPaddedOrNot(String family) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu())) {
            assertAlike(model, new int[] {0});
            assertTrue(model.steps().programs() > 0, family + " without padding");
            long before = model.steps().programs();
            assertAlike(model, new int[] {0, 3});
            assertTrue(model.steps().programs() > before, family + " with padding");
        }
    }

    @Test
    void windowSlidesOnUnderAProgram() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("mistral"), Device.cpu());
                CachedReader steps = CachedReader.ofDecoder(model, new int[1], 4);
                CachedReader blocks = CachedReader.ofDecoder(model, new int[1], 4)) {
            assertAlike(steps, blocks, 1, 300);
            assertEquals(1, model.steps().programs());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamic", "longrope"})
    void whatDependsOnTheLengthOfTheTextStaysWithTheBlocks(String scaling, @TempDir Path folder) throws IOException {
        String rotary =
                "\"rope_parameters\": {\"rope_type\": \"" + scaling + "\", \"factor\": 2.0, \"rope_theta\": 700.0,"
                        + " \"short_factor\": [1, 1], \"long_factor\": [2, 3],"
                        + " \"original_max_position_embeddings\": 20}";
        write(folder, FIXTURES.resolve("llama"), "\"rope_parameters\": \\{[^}]*\\}", rotary);
        try (PretrainedModel model = PretrainedModel.load(folder, Device.cpu())) {
            assertAlike(model, new int[] {0});
            assertEquals(0, model.steps().programs());
        }
    }

    @Test
    void aPassThatFailsBehindLayersThatHaveWrittenIsThatOfTheBlocks(@TempDir Path folder) throws IOException {
        write(
                folder,
                FIXTURES.resolve("gemma3"),
                "\"full_attention\": \\{[^}]*\\}",
                "\"full_attention\": {\"rope_type\": \"dynamic\", \"factor\": 2.0, \"rope_theta\": 700.0}");
        try (PretrainedModel model = PretrainedModel.load(folder, Device.cpu())) {
            assertAlike(model, new int[] {0});
            assertAlike(model, new int[] {0, 3});
            assertEquals(0, model.steps().programs(), "the second of three layers stays with the blocks");
        }
    }

    @Test
    void furtherHeadsReadWhatAProgramLeaves(@TempDir Path folder) throws IOException {
        write(folder, FIXTURES.resolve("llama"), "\\{", "{\"num_further_predictions\": 2,");
        HuggingFaceFolder files = HuggingFaceFolder.open(folder);
        try (PretrainedModel model = PretrainedModel.load(
                        files, ModelDescription.of(files), PretrainedModel.Use.TRAINING, Device.cpu());
                CachedReader steps = CachedReader.ofDecoder(model, new int[1], 4)) {
            int[] text = tokens(new Random(3), 1, 24, steps.vocabularySize())[0];
            for (int i = 0; i < text.length; i++) {
                steps.read(new int[][] {{text[i]}});
                try (CachedReader blocks = CachedReader.ofDecoder(model, new int[1], 4)) {
                    blocks.read(new int[][] {Arrays.copyOf(text, i + 1)});
                    assertEquals(2, steps.further().length);
                    assertClose(blocks.further(), steps.further(), 1e-5f, "token " + i);
                }
            }
            assertEquals(1, model.steps().programs());
        }
    }

    @Test
    void threadsThatReadWhileTheProgramIsMadeReadTheSame() throws Exception {
        List<Callable<float[][]>> texts = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("llama"), Device.cpu());
                PretrainedModel alone = PretrainedModel.load(FIXTURES.resolve("llama"), Device.cpu())) {
            CyclicBarrier start = new CyclicBarrier(4);
            for (int seed = 0; seed < 4; seed++) {
                int number = seed;
                texts.add(() -> {
                    start.await();
                    return read(model, number, false);
                });
            }
            List<Future<float[][]>> read = threads.invokeAll(texts);
            for (int seed = 0; seed < 4; seed++) {
                assertClose(read(alone, seed, true), read.get(seed).get(), "text " + seed);
            }
            assertEquals(1, model.steps().programs());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Logits behind each token of a random text. */
    private static float[][] read(PretrainedModel model, int seed, boolean byBlocks) {
        try (CachedReader reader = CachedReader.ofDecoder(model, new int[1], 4)) {
            int[] text = tokens(new Random(seed), 1, 30, reader.vocabularySize())[0];
            float[][] logits = new float[text.length][];
            for (int i = 0; i < text.length; i++) {
                int[][] token = {{text[i]}};
                logits[i] = (byBlocks ? reader.readWithVectors(token).logits() : reader.read(token))[0];
            }
            return logits;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bart", "marian", "marian-2017", "mbart", "mt5", "pegasus", "t5", "t5-v1.1"})
    void decoderBehindAnEncoderReadsItsOwnText(String family) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu())) {
            assertAlike(model, texts(1));
            assertTrue(model.steps().programs() > 0, family);
            assertAlike(model, texts(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT32", "FLOAT16", "INT8"})
    void packedWeightsAreThoseOfTheBlocks(Precision precision) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("llama"), Device.cpu());
                PretrainedModel packed = model.with(precision)) {
            assertAlike(packed, new int[] {0});
            assertTrue(packed.steps().programs() > 0);
            assertEquals(0, model.steps().programs());
        }
    }

    @Test
    void packedWeightsHaveProgramsWhateverTheLocale() throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("llama"), Device.cpu());
                PretrainedModel packed = model.with(Precision.FLOAT32)) {
            assertAlike(packed, new int[] {0});
            assertTrue(packed.steps().programs() > 0);
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "bloom"})
    void rowsThatAreReorderedAndForgottenGoOnAsTheBlocksHaveThem(String family) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve(family), Device.cpu());
                CachedReader steps = CachedReader.ofDecoder(model, new int[] {0, 2, 1}, 4);
                CachedReader blocks = CachedReader.ofDecoder(model, new int[] {0, 2, 1}, 4)) {
            assertAlike(steps, blocks, 3, 14);
            for (CachedReader reader : List.of(steps, blocks)) {
                reader.reorder(new int[] {2, 0, 2});
                reader.truncate(reader.length() - 3);
            }
            assertAlike(steps, blocks, 3, 14);
            assertTrue(model.steps().programs() > 0);
        }
    }

    @Test
    void textsOfOtherLengthsAreReadByTheProgramOfOne() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(FIXTURES.resolve("t5"), Device.cpu())) {
            assertAlike(model, texts(1));
            assertAlike(
                    model,
                    new EncodedBatch(
                            2, 3, new long[] {5, 6, 7, 8, 9, 4}, new long[0], new long[] {1, 1, 0, 1, 1, 1}, 5));
            assertAlike(
                    model, new EncodedBatch(2, 4, new long[] {5, 6, 7, 8, 9, 4, 3, 3}, new long[0], new long[0], 8));
            assertEquals(2, model.steps().programs(), "with padding, and without");
        }
    }

    @Test
    void programReadsWeightsThatHaveChangedSince() throws IOException {
        try (PretrainedModel model = PretrainedModel.load(
                HuggingFaceFolder.open(FIXTURES.resolve("llama")),
                ModelDescription.of(HuggingFaceFolder.open(FIXTURES.resolve("llama"))),
                PretrainedModel.Use.TRAINING,
                Device.cpu())) {
            assertAlike(model, new int[] {0});
            assertTrue(model.steps().programs() > 0);
            try (Autograd.Scope off = Autograd.recording(false)) {
                model.weights().values().forEach(weight -> weight.muli(0.9f));
            }
            assertAlike(model, new int[] {0});
        }
    }

    /** A fixture with a change of its config. */
    private static void write(Path folder, Path fixture, String pattern, String change) throws IOException {
        String config = Files.readString(fixture.resolve("config.json"));
        Files.writeString(folder.resolve("config.json"), config.replaceFirst(pattern, change));
        Files.copy(fixture.resolve("model.safetensors"), folder.resolve("model.safetensors"));
    }

    private static void assertAlike(PretrainedModel model, int[] padding) {
        try (CachedReader steps = CachedReader.ofDecoder(model, padding, 4);
                CachedReader blocks = CachedReader.ofDecoder(model, padding, 4)) {
            assertAlike(steps, blocks, padding.length, LENGTH);
        }
    }

    private static void assertAlike(PretrainedModel model, EncodedBatch texts) {
        try (CachedReader steps = CachedReader.ofEncoderDecoder(model, texts, 4);
                CachedReader blocks = CachedReader.ofEncoderDecoder(model, texts, 4)) {
            assertAlike(steps, blocks, texts.rows(), LENGTH);
        }
    }

    private static void assertAlike(CachedReader steps, CachedReader blocks, int rows, int most) {
        Random random = new Random(3);
        int[][] prompt = tokens(random, rows, PROMPT, steps.vocabularySize());
        steps.read(prompt);
        blocks.read(prompt);
        int length = (int) Math.min(steps.maxLength() - PROMPT, most);
        assertTrue(length > 12, "there are passes to be recorded");
        for (int i = 0; i < length; i++) {
            int[][] next = tokens(random, rows, 1, steps.vocabularySize());
            assertClose(blocks.readWithVectors(next).logits(), steps.read(next), "token " + i);
        }
        assertEquals(blocks.length(), steps.length());
    }

    private static void assertClose(float[][] expected, float[][] actual, String name) {
        assertClose(expected, actual, TOLERANCE, name);
    }

    private static void assertClose(float[][] expected, float[][] actual, float tolerance, String name) {
        for (int row = 0; row < expected.length; row++) {
            float largest = 1;
            for (float value : expected[row]) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int i = 0; i < expected[row].length; i++) {
                assertEquals(expected[row][i], actual[row][i], tolerance * largest, name + " logit " + i);
            }
        }
    }

    private static int[][] tokens(Random random, int rows, int length, int vocabulary) {
        int[][] tokens = new int[rows][];
        for (int row = 0; row < rows; row++) {
            tokens[row] = random.ints(length, 3, vocabulary).toArray();
        }
        return tokens;
    }

    private static EncodedBatch texts(long seed) {
        Random random = new Random(seed);
        long[] mask = {1, 1, 1, 1, 1, 1, 1, 0, 0, 0};
        return new EncodedBatch(2, 5, random.longs(10, 3, 20).toArray(), new long[0], mask, 7);
    }
}
