package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import dev.jformers.PretrainedModel;
import dev.jformers.model.ModelInput;
import dev.jformers.tokenizer.EncodedBatch;
import dev.jformers.tokenizer.EncodedText;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextClassifierTest {

    /** What a program without null checks may pass. */
    @SuppressWarnings("NullAway")
    private static final String NO_TEXT = null;

    private TextClassifier classifier;

    @BeforeEach
    void load() throws IOException {
        classifier = TextClassifier.load(Fixtures.CLASSIFIER);
    }

    @AfterEach
    void close() {
        classifier.close();
    }

    @Test
    void probabilitiesAreTheSoftmaxOfTheModelsLogits() throws IOException {
        String text = "a small animal";
        try (PretrainedModel model = PretrainedModel.load(Fixtures.CLASSIFIER, Device.cpu());
                Tokenizer tokenizer = Tokenizer.load(Fixtures.CLASSIFIER, 19);
                NDManager manager = NDManager.newBaseManager()) {
            EncodedText encoded = tokenizer.encode(text);
            ModelInput input = ModelInput.of(EncodedBatch.of(List.of(encoded), 0), manager);
            float[] expected =
                    model.run(input, null).singletonOrThrow().softmax(-1).toFloatArray();
            Classifications actual = classifier.classify(text);
            assertEquals(List.of("animal", "artifact", "food", "person", "plant"), actual.getClassNames());
            for (int label = 0; label < expected.length; label++) {
                assertEquals(expected[label], actual.getProbabilities().get(label), 1e-6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 64, 1024})
    void aBatchAnswersAsOneByOneAndInOrder(int maxBatchTokens) throws IOException {
        // More than are tokenized at a time.
        List<String> texts = Fixtures.texts(1100);
        ServingOptions options = ServingOptions.defaults().withMaxBatchTokens(maxBatchTokens);
        try (TextClassifier batched = TextClassifier.load(Fixtures.CLASSIFIER, options)) {
            List<Classifications> together = batched.classify(texts);
            assertEquals(texts.size(), together.size());
            assertTrue(
                    together.stream()
                                    .map(one -> one.getProbabilities().get(0))
                                    .distinct()
                                    .count()
                            > 500,
                    "the texts must differ for the test to see their order");
            for (int i = 0; i < texts.size(); i += 10) {
                Fixtures.assertSame(classifier.classify(texts.get(i)), together.get(i));
            }
        }
    }

    @Test
    void eightThreadsGetTheAnswersOfOne() throws Exception {
        List<String> texts = Fixtures.texts(100);
        List<Classifications> expected = classifier.classify(texts);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<Classifications>>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                boolean singly = i % 2 == 0;
                answers.add(threads.submit(
                        () -> singly ? texts.stream().map(classifier::classify).toList() : classifier.classify(texts)));
            }
            for (Future<List<Classifications>> answer : answers) {
                Fixtures.assertSame(expected, answer.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void closingWaitsForCallsThatAreUnderWayAndLaterOnesFail() throws Exception {
        List<String> texts = Fixtures.texts(20);
        for (int round = 0; round < 10; round++) {
            TextClassifier closing = TextClassifier.load(Fixtures.CLASSIFIER);
            CountDownLatch running = new CountDownLatch(4);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(threads.submit(() -> callUntilClosed(closing, texts, running)));
            }
            running.await();
            closing.close();
            for (Future<Integer> call : calls) {
                assertTrue(call.get() > 0);
            }
            threads.shutdown();
        }
    }

    private static int callUntilClosed(TextClassifier classifier, List<String> texts, CountDownLatch running) {
        for (int calls = 1; ; calls++) {
            try {
                assertEquals(texts.size(), classifier.classify(texts).size());
            } catch (IllegalStateException e) {
                return calls - 1;
            } finally {
                if (calls == 1) {
                    running.countDown();
                }
            }
        }
    }

    @Test
    void useAfterCloseSaysSoAndClosingTwiceIsFine() {
        classifier.close();
        classifier.close();
        IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> classifier.classify("a small animal"));
        Fixtures.assertSays(error, "closed");
        assertThrows(IllegalStateException.class, () -> classifier.truncates("a"));
    }

    @Test
    void aFolderWithoutClassifierIsRefusedWithWhatItIsAndWhatToDo(@TempDir Path folder) throws IOException {
        Path encoder = Fixtures.exportEncoder(folder.resolve("encoder"));
        for (Path other : List.of(encoder, Fixtures.MASKED_LM)) {
            InvalidInputException error = assertThrows(InvalidInputException.class, () -> TextClassifier.load(other));
            Fixtures.assertSays(error, "fine-tune");
            Fixtures.assertSays(error, other.toString());
        }
    }

    @Test
    void aFolderWithoutTokenizerIsRefused(@TempDir Path folder) throws IOException {
        Path export = Fixtures.export(folder.resolve("export"));
        Files.delete(export.resolve("tokenizer.json"));
        Files.deleteIfExists(export.resolve("vocab.txt"));
        InvalidInputException error = assertThrows(InvalidInputException.class, () -> TextClassifier.load(export));
        Fixtures.assertSays(error, "tokenizer.json");
    }

    @Test
    void aTokenizerOfAnotherModelIsReported(@TempDir Path folder) throws IOException {
        Path export = Fixtures.export(folder.resolve("export"));
        Path tokenizer = export.resolve("tokenizer.json");
        String before = Files.readString(tokenizer);
        String after = before.replace("\"hello\": 10,", "\"hello\": 1000,");
        assertNotEquals(before, after, "the fixture's vocabulary is another one now");
        Files.writeString(tokenizer, after);
        InvalidInputException error = assertThrows(InvalidInputException.class, () -> TextClassifier.load(export));
        assertEquals(
                "the tokenizer in " + export + " has token ids up to 1000 but they must stay below vocab_size of its"
                        + " config.json (67); use the tokenizer and the model that belong together.",
                error.getMessage());
    }

    @Test
    void longTextsAreTruncatedToWhatTheTokenizersFilesAllow() {
        String longest = "a ".repeat(17);
        assertEquals(19, classifier.maxLength());
        assertFalse(classifier.truncates(longest));
        assertTrue(classifier.truncates(longest + "plant"));
        Fixtures.assertSame(classifier.classify(longest), classifier.classify(longest + "plant".repeat(100_000)));
    }

    @Test
    void maxLengthIsNeverMoreThanTheModelHasPositionsFor() throws IOException {
        for (int[] askedAndGot : new int[][] {{1000, 19}, {7, 7}, {3, 3}}) {
            ServingOptions options = ServingOptions.defaults().withMaxLength(askedAndGot[0]);
            try (TextClassifier shorter = TextClassifier.load(Fixtures.CLASSIFIER, options)) {
                assertEquals(askedAndGot[1], shorter.maxLength());
                assertEquals(
                        5,
                        shorter.classify("a b c d e f g h").getProbabilities().size());
            }
        }
        assertThrows(
                InvalidInputException.class, () -> ServingOptions.defaults().withMaxLength(2));
        assertThrows(
                InvalidInputException.class, () -> ServingOptions.defaults().withMaxBatchTokens(0));
    }

    @Test
    void aTokenizersMaximumBeyondAllBoundsIsTheModels(@TempDir Path folder) throws IOException {
        Path export = Fixtures.export(folder.resolve("export"));
        Path config = export.resolve("tokenizer_config.json");
        Files.writeString(config, "{\"model_max_length\": 1000000000000000019884624838656}");
        try (TextClassifier other = TextClassifier.load(export)) {
            assertEquals(19, other.maxLength());
        }
        Files.writeString(config, "{\"model_max_length\": \"long\"}");
        InvalidInputException error = assertThrows(InvalidInputException.class, () -> TextClassifier.load(export));
        Fixtures.assertSays(error, "model_max_length");
    }

    @Test
    void nullTextsAreNamed() {
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> classifier.classify(Arrays.asList("a", null, "c")));
        Fixtures.assertSays(error, "text 2 of 3");
        assertThrows(InvalidInputException.class, () -> classifier.classify(NO_TEXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\t\n", "\0", "a\0b", "\uD83D\uDE00", "\uD83D", "\uDE00\uD83D", "[CLS] [SEP]", "é̂ß中文"})
    void everyStringGetsAnAnswer(String text) {
        Classifications answer = classifier.classify(text);
        double sum = answer.getProbabilities().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertEquals(1, sum, 1e-9);
        Fixtures.assertSame(List.of(answer, answer), classifier.classify(List.of(text, text)));
    }

    @Test
    void noTextsGetNoAnswers() {
        assertEquals(List.of(), classifier.classify(List.of()));
    }
}
