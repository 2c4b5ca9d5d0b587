package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers are those of sentence-transformers/all-MiniLM-L6-v2. */
class TextEmbedderTest {

    private static final String EXAMPLE = "This is an example sentence";

    private static final float[] EXPECTED = {.06766f, .06350f, .04871f, .07931f};

    @TempDir
    static Path folder;

    static Path miniLm;

    static TextEmbedder embedder;

    @BeforeAll
    static void load() throws IOException {
        miniLm = MiniLm.importInto(folder);
        embedder = TextEmbedder.load(miniLm);
    }

    @AfterAll
    static void close() {
        embedder.close();
    }

    @Test
    void tokensAreTheReferences() {
        try (Tokenizer tokenizer = Tokenizer.load(miniLm, 512)) {
            assertArrayEquals(
                    new int[] {101, 2023, 2003, 2019, 2742, 6251, 102},
                    tokenizer.encode(EXAMPLE).ids());
        }
    }

    @Test
    void theEmbeddingIsTheReferencesAndOfLengthOne() {
        float[] embedding = embedder.embed(EXAMPLE);
        assertEquals(384, embedding.length);
        assertArrayEquals(EXPECTED, Arrays.copyOf(embedding, 4), 1e-5f);
        assertEquals(1, dot(embedding, embedding), 1e-5);
    }

    @Test
    void paddingChangesNoEmbedding() {
        List<String> texts = List.of(
                EXAMPLE, "", "Each sentence is converted to a vector, and the padding of a batch counts for nothing");
        List<float[]> together = embedder.embed(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertArrayEquals(embedder.embed(texts.get(i)), together.get(i), 1e-6f);
        }
        assertArrayEquals(EXPECTED, Arrays.copyOf(together.get(0), 4), 1e-5f);
    }

    @Test
    void textsThatMeanTheSameAreNearer() {
        float[] cat = embedder.embed("A cat sits on the mat.");
        assertTrue(dot(cat, embedder.embed("A kitten rests on the rug."))
                > dot(cat, embedder.embed("Interest rates rose again.")) + 0.3);
    }

    @Test
    void criteriaGiveTheSameEmbeddings() throws Exception {
        try (ZooModel<String, float[]> model =
                        FolderCriteria.of(miniLm, String.class, float[].class).loadModel();
                Predictor<String, float[]> predictor = model.newPredictor()) {
            assertArrayEquals(embedder.embed(EXAMPLE), predictor.predict(EXAMPLE), 1e-6f);
            List<float[]> batch = predictor.batchPredict(List.of("A longer text than the example is", EXAMPLE));
            assertArrayEquals(embedder.embed(EXAMPLE), batch.get(1), 1e-6f);
        }
    }

    @Test
    void aClassifierIsRefused() {
        InvalidInputException error =
                assertThrows(InvalidInputException.class, () -> TextEmbedder.load(Fixtures.CLASSIFIER));
        Fixtures.assertSays(error, "TextClassifier");
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
