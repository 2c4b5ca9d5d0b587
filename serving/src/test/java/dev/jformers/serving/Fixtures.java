package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.modality.Classifications;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A tiny classifier of five labels, with positions for 19 tokens. */
final class Fixtures {

    static final Path CLASSIFIER = Path.of("../core/src/test/resources/fixtures/bert-tiny-classifier");

    static final Path MASKED_LM = Path.of("../core/src/test/resources/fixtures/bert-tiny-mlm");

    private Fixtures() {}

    /** The classifier as jformers exports it, {@code serving.properties} included. */
    static Path export(Path target) throws IOException {
        try (PretrainedModel model = PretrainedModel.load(CLASSIFIER, Device.cpu())) {
            write(model, target);
        }
        return target;
    }

    /** An encoder without a head, from random weights. */
    static Path exportEncoder(Path target) throws IOException {
        JsonObject config = HuggingFaceFolder.open(CLASSIFIER).config();
        config.getAsJsonArray("architectures").set(0, new JsonPrimitive("BertModel"));
        ModelDescription description = ModelDescription.of("config.json", config);
        try (PretrainedModel model = PretrainedModel.random(description, PretrainedModel.Use.INFERENCE, Device.cpu())) {
            write(model, target);
        }
        return target;
    }

    private static void write(PretrainedModel model, Path target) throws IOException {
        HuggingFaceFolderWriter files = model.files();
        files.copyTokenizer(HuggingFaceFolder.open(CLASSIFIER)).write(target);
    }

    /** Texts of 0 to 40 words in no order of length. */
    static List<String> texts(int count) {
        List<String> words =
                List.of("a", "small", "animal", "with", "four", "legs", "green", "plant", "food", "zebra,");
        Random random = new Random(1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> text = new ArrayList<>();
            for (int left = random.nextInt(41); left > 0; left--) {
                text.add(words.get(random.nextInt(words.size())));
            }
            texts.add(String.join(" ", text));
        }
        return texts;
    }

    static void assertSays(Exception error, String part) {
        String message = String.valueOf(error.getMessage());
        assertTrue(message.contains(part), message);
    }

    static void assertSame(List<Classifications> expected, List<Classifications> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(expected.get(i), actual.get(i));
        }
    }

    static void assertSame(Classifications expected, Classifications actual) {
        assertEquals(expected.getClassNames(), actual.getClassNames());
        for (int label = 0; label < expected.getClassNames().size(); label++) {
            assertEquals(
                    expected.getProbabilities().get(label),
                    actual.getProbabilities().get(label),
                    1e-6);
        }
    }
}
