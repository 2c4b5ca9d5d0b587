package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.jformers.SentenceEmbedding.Length;
import dev.jformers.head.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceEmbeddingTest {

    private static final String TRANSFORMER = module("", "models.Transformer");
    private static final String POOLING = module("1_Pooling", "models.Pooling");
    private static final String NORMALIZE = module("2_Normalize", "models.Normalize");

    @TempDir
    private Path folder = Path.of("");

    private Path pooling = Path.of("");

    private static String module(String path, String type) {
        return "{\"idx\": 0, \"name\": \"0\", \"path\": \"%s\", \"type\": \"sentence_transformers.%s\"}"
                .formatted(path, type);
    }

    @BeforeEach
    void makeFolder() throws IOException {
        pooling = Files.createDirectory(folder.resolve("1_Pooling")).resolve("config.json");
        modules(TRANSFORMER, POOLING);
    }

    private void modules(String... modules) throws IOException {
        Files.writeString(folder.resolve("modules.json"), "[" + String.join(", ", modules) + "]");
    }

    private SentenceEmbedding read(String poolingConfig) throws IOException {
        Files.writeString(pooling, poolingConfig);
        return SentenceEmbedding.of(folder);
    }

    /** As files of sentence-transformers have it: a switch for each mode. */
    private static String switchedOn(String... modes) {
        StringBuilder json = new StringBuilder("{\"word_embedding_dimension\": 2");
        for (String mode :
                new String[] {"cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "lasttoken"}) {
            boolean on = List.of(modes).contains(mode);
            json.append(", \"pooling_mode_%s\": %s".formatted(mode, on));
        }
        return json.append(", \"include_prompt\": true}").toString();
    }

    @Test
    void withoutModulesItIsTheMeanOfLengthOne() throws IOException {
        Files.delete(folder.resolve("modules.json"));
        assertEquals(new SentenceEmbedding(new Pooling.Mean(), Length.ONE), SentenceEmbedding.of(folder));
    }

    @ParameterizedTest
    @CsvSource({"cls_token, cls", "mean_tokens, mean", "max_tokens, max"})
    void theModeIsTheOneThatIsSwitchedOnOrNamed(String switched, String named) throws IOException {
        Pooling expected = switch (named) {
            case "cls" -> Pooling.FIRST;
            case "max" -> new Pooling.Max();
            default -> new Pooling.Mean();
        };
        SentenceEmbedding any = new SentenceEmbedding(expected, Length.ANY);
        assertEquals(any, read(switchedOn(switched)));
        assertEquals(any, read("{\"embedding_dimension\": 2, \"pooling_mode\": \"" + named + "\"}"));
        assertEquals(any, read("{\"pooling_mode\": [\"" + named + "\"]}"));
    }

    @Test
    void aPoolingThatNamesNoModeIsTheMean() throws IOException {
        assertEquals(
                new Pooling.Mean(), read("{\"word_embedding_dimension\": 2}").pooling());
    }

    @Test
    void aNormalizeModuleScalesToLengthOne() throws IOException {
        modules(TRANSFORMER, POOLING, NORMALIZE);
        assertEquals(new SentenceEmbedding(Pooling.FIRST, Length.ONE), read(switchedOn("cls_token")));
    }

    @Test
    void aNewerPathOfAModuleMeansTheSame() throws IOException {
        modules(
                module("", "base.modules.transformer.Transformer"),
                module("1_Pooling", "sentence_transformer.modules.pooling.Pooling"));
        assertEquals(Length.ANY, read(switchedOn("max_tokens")).length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean_sqrt_len_tokens", "lasttoken"})
    void otherModesAreRefusedByName(String mode) {
        assertRefused(
                () -> read(switchedOn(mode)), pooling + ": the pooling mode is " + mode + " but must be cls, mean");
    }

    @Test
    void joinedModesAndNoneAreRefused() {
        assertRefused(
                () -> read(switchedOn("cls_token", "max_tokens")), "[cls_token, max_tokens] but there must be one");
        assertRefused(() -> read(switchedOn()), "the pooling modes are [] but there must be one");
        assertRefused(
                () -> read("{\"pooling_mode_cls_token\": 1}"), "pooling_mode_cls_token is 1 but must be true or false");
    }

    @Test
    void otherModulesAreRefusedByName() throws IOException {
        modules(TRANSFORMER, POOLING, module("2_Dense", "models.Dense"));
        assertRefused(
                () -> read(switchedOn("cls_token")), "has the modules [Transformer, Pooling, Dense] but must have");
        modules(module("0_BERT", "models.Transformer"), POOLING);
        assertRefused(() -> read(switchedOn("cls_token")), "the Transformer is in 0_BERT but must be in the folder");
        modules(TRANSFORMER, module("../elsewhere", "models.Pooling"));
        assertRefused(() -> read(switchedOn("cls_token")), "the path of Pooling is \"../elsewhere\" but must be");
        modules("7");
        assertRefused(() -> read(switchedOn("cls_token")), "module 0 is 7 but must be an object");
        Files.writeString(folder.resolve("modules.json"), "{}");
        assertRefused(() -> read(switchedOn("cls_token")), "must be a JSON list, [...], but is a BEGIN_OBJECT");
    }

    @Test
    void aMissingPoolingConfigIsNamed() {
        assertRefused(() -> SentenceEmbedding.of(folder), pooling + " is missing");
    }

    private static void assertRefused(Executable read, String part) {
        String message =
                String.valueOf(assertThrows(InvalidInputException.class, read).getMessage());
        assertTrue(message.contains(part), message);
    }

    @ParameterizedTest
    @CsvSource({"cls_token, -3 4 6 8", "mean_tokens, -2 1 3 3", "max_tokens, -1 4 6 8"})
    void paddingTakesNoPart(String mode, String expected) throws IOException {
        float[] masked = floats(expected);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray hidden = manager.create(new float[] {-3, 4, -1, -2, 9, 9, 6, 8, 3, 2, 0, -1}, new Shape(2, 3, 2));
            NDArray mask = manager.create(new long[] {1, 1, 0, 1, 1, 1}, new Shape(2, 3));
            SentenceEmbedding embedding = read(switchedOn(mode));
            assertArrayEquals(masked, embedding.embed(hidden, mask).toFloatArray(), 1e-6f);
            NDArray second = hidden.get("1:2");
            float[] alone = embedding.embed(second, null).toFloatArray();
            assertArrayEquals(new float[] {masked[2], masked[3]}, alone, 1e-6f);
            modules(TRANSFORMER, POOLING, NORMALIZE);
            double length = Math.hypot(masked[2], masked[3]);
            float[] unit = {(float) (masked[2] / length), (float) (masked[3] / length)};
            assertArrayEquals(unit, read(switchedOn(mode)).embed(second, null).toFloatArray(), 1e-6f);
        }
    }

    private static float[] floats(String text) {
        String[] parts = text.split(" ", -1);
        float[] values = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = Float.parseFloat(parts[i]);
        }
        return values;
    }
}
