package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.DeferredTranslatorFactory;
import ai.djl.translate.TranslateException;
import dev.jformers.InvalidInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriteriaTest {

    private Path export;

    @BeforeEach
    void export(@TempDir Path folder) throws Exception {
        export = Fixtures.export(folder.resolve("export"));
    }

    /** Without DJL\'s deferred factory, DJL takes a text for the address of an image. */
    private Criteria.Builder<String, Classifications> criteria() {
        return Criteria.builder()
                .setTypes(String.class, Classifications.class)
                .optModelPath(export)
                .optTranslatorFactory(new DeferredTranslatorFactory());
    }

    @Test
    void anExportSaysHowItIsLoadedAndAnswersAsTheClassifier() throws Exception {
        List<String> texts = Fixtures.texts(50);
        try (TextClassifier classifier = TextClassifier.load(export);
                ZooModel<String, Classifications> model = criteria().build().loadModel();
                Predictor<String, Classifications> predictor = model.newPredictor()) {
            List<Classifications> expected = classifier.classify(texts);
            Fixtures.assertSame(expected, predictor.batchPredict(texts));
            for (int i = 0; i < texts.size(); i++) {
                Fixtures.assertSame(expected.get(i), predictor.predict(texts.get(i)));
            }
        }
    }

    @Test
    void aFolderWithoutServingPropertiesLoadsByFolderCriteria() throws Exception {
        try (TextClassifier classifier = TextClassifier.load(export);
                ZooModel<String, Classifications> model = FolderCriteria.of(
                                Fixtures.CLASSIFIER, String.class, Classifications.class)
                        .loadModel();
                Predictor<String, Classifications> predictor = model.newPredictor()) {
            Fixtures.assertSame(classifier.classify("a small animal"), predictor.predict("a small animal"));
        }
    }

    @Test
    void theArgumentMaxLengthTruncates() throws Exception {
        try (ZooModel<String, Classifications> model =
                        criteria().optArgument("maxLength", 4).build().loadModel();
                Predictor<String, Classifications> predictor = model.newPredictor()) {
            Fixtures.assertSame(predictor.predict("a small"), predictor.predict("a small animal"));
        }
        InvalidInputException error = assertThrows(
                InvalidInputException.class,
                () -> criteria().optArgument("maxLength", "short").build().loadModel());
        Fixtures.assertSays(error, "maxLength is short");
    }

    @Test
    void aModelThatAnswersOtherwiseIsRefused() {
        InvalidInputException error = assertThrows(
                InvalidInputException.class,
                () -> FolderCriteria.of(export, String.class, float[].class).loadModel());
        Fixtures.assertSays(error, "TextClassifier");
    }

    @Test
    void aNullTextIsNamed() throws Exception {
        try (ZooModel<String, Classifications> model = criteria().build().loadModel();
                Predictor<String, Classifications> predictor = model.newPredictor()) {
            TranslateException error =
                    assertThrows(TranslateException.class, () -> predictor.batchPredict(Arrays.asList("a", null)));
            Fixtures.assertSays(error, "text 2 of 2");
        }
    }

    @Test
    void closingLeavesNoNativeResourcesBehind() throws Exception {
        loadAndPredict();
        int before = NativeResources.live();
        assertTrue(before > 0);
        loadAndPredict();
        assertEquals(before, NativeResources.live());
    }

    @Test
    void predictionsLeaveThePredictorAsItWas() throws Exception {
        try (ZooModel<String, Classifications> model = criteria().build().loadModel();
                Predictor<String, Classifications> predictor = model.newPredictor()) {
            predictor.predict("a small animal");
            int before = NativeResources.live();
            for (int i = 0; i < 100; i++) {
                predictor.batchPredict(List.of("a small animal", "a plant"));
            }
            assertEquals(before, NativeResources.live());
        }
    }

    private void loadAndPredict() throws Exception {
        try (ZooModel<String, Classifications> model = criteria().build().loadModel();
                Predictor<String, Classifications> predictor = model.newPredictor()) {
            predictor.batchPredict(List.of("a small animal", "a plant"));
        }
    }
}
