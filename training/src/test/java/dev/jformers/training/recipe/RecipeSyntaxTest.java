package dev.jformers.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.training.objective.Classification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML that is none, and YAML that surprises. */
final class RecipeSyntaxTest {

    @TempDir
    private Path root;

    private RecipeFolder folder;

    @BeforeEach
    void writeModelAndData() {
        folder = RecipeFolder.in(root);
    }

    @Test
    void syntaxErrorIsReportedWhereItIs() {
        assertEquals(
                "x.yaml:2: is not YAML: mapping values are not allowed here.", folder.problems("seed: 1\na: b: c"));
        assertEquals(
                "x.yaml:2: is not YAML: while parsing a flow sequence, expected ',' or ']', but got <stream end>.",
                folder.problems("seed: 1\nstages: [1, 2"));
    }

    @Test
    void tabIsReportedWhereItIs() {
        assertEquals(
                "x.yaml:3: is indented with a tab; YAML takes only spaces.",
                folder.problems("model:\n  type: new\n\tvocab: x\n"));
    }

    @Test
    void aliasIsNotFollowed() {
        assertEquals("""
                x.yaml:2: b is the alias *x; a recipe has no aliases, write the value out.
                x.yaml:3: c[1] is the alias *x; a recipe has no aliases, write the value out.""", folder.problems("a: &x [1, 2]\nb: *x\nc: [1, *x]"));
    }

    @Test
    void secondDocumentIsReported() {
        assertEquals(
                "x.yaml:21: starts a second YAML document; a recipe has one.",
                folder.problems(RecipeFolder.SOUND + "---\nseed: 1\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "null"})
    void emptyFileIsReported(String yaml) {
        assertEquals("x.yaml: is empty; configs/quickstart.yaml shows what a recipe has.", folder.problems(yaml));
    }

    @Test
    void fileThatBeginsWithAListIsReported() {
        assertEquals("x.yaml:1: is a list but must be a mapping of keys to values.", folder.problems("- a\n- b\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{{",
                "? [a]\n: b",
                "a\u0001: 3",
                "@a: 3",
                "a: 'x\nb: y",
                "!!java.net.URL x: 3",
                "%YAML 9.9\n---\na: 1"
            })
    void oddTextIsAProblemNotACrash(String yaml) {
        assertFalse(folder.problems(yaml).isEmpty());
    }

    @Test
    void deepNestingIsAProblemNotACrash() {
        assertTrue(folder.problems("[".repeat(100_000)).contains("nesting depth"));
        assertTrue(folder.problems("- ".repeat(100_000)).contains("nesting depth"));
    }

    @Test
    void fileThatIsNotUtf8IsReportedWithTheByte() throws IOException {
        Path file =
                Files.write(root.resolve("x.yaml"), "seed: 1\nname: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        RecipeException thrown = assertThrows(RecipeException.class, () -> Recipe.load(file, List.of()));

        assertEquals(file + ":2: has the byte 0xE9, which is not UTF-8; save the file as UTF-8.", thrown.getMessage());
    }

    @Test
    void fileThatIsNotThereIsReported() {
        Path file = root.resolve("none.yaml");

        RecipeException thrown = assertThrows(RecipeException.class, () -> Recipe.load(file, List.of()));

        assertEquals(file + ": does not exist.", thrown.getMessage());
    }

    @Test
    void hugeFileIsNotRead() {
        assertEquals(
                "x.yaml: has 2000000 bytes but a recipe has at most 1048576.", folder.problems("#".repeat(2_000_000)));
    }

    @Test
    void byteOrderMarkIsSkipped() {
        assertEquals(42, folder.load("\uFEFF" + RecipeFolder.SOUND).seed());
    }

    @Test
    void windowsLineEndsAreRead() {
        assertEquals(42, folder.load(RecipeFolder.SOUND.replace("\n", "\r\n")).seed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-4", "1E-4", "1.0e-4", "0.0001", ".0001", "+1.e-4", "\"1e-4\"", "100e-6"})
    void numberIsReadHoweverItIsWritten(String number) {
        Recipe recipe = folder.load(RecipeFolder.SOUND.replace("learning_rate: 1e-4", "learning_rate: " + number));

        assertEquals(1e-4, ((TrainStage) recipe.stages().get(1)).learningRate());
    }

    @Test
    void noIsAnEvalStrategyAndABoolean() {
        Recipe recipe = folder.load(RecipeFolder.SOUND.replace(
                "learning_rate: 1e-4", "eval_strategy: no\n    group_by_length: No\n    load_best_model_at_end: off"));

        TrainStage stage = (TrainStage) recipe.stages().get(1);
        assertEquals(EvalStrategy.NO, stage.evalStrategy());
        assertFalse(stage.groupByLength());
    }

    @Test
    void labelsAreTextsWhateverTheyLookLike() {
        Recipe recipe = folder.load(RecipeFolder.SOUND.replace(
                "{type: classification}", "{type: classification, labels: [no, 1, 1e5, 007]}"));

        Classification objective =
                (Classification) ((TrainStage) recipe.stages().get(1)).objective();
        assertEquals(List.of("no", "1", "1e5", "007"), objective.labels());
    }

    @Test
    void problemStaysOnItsLine() {
        assertEquals(
                "x.yaml:1: a?b is not a known key; the keys here are output_dir, seed, model, stages, export.",
                folder.problems("\"a\\nb\": 1\n" + RecipeFolder.SOUND));
    }

    @Test
    void mutilatedRecipeIsReadOrReportedButNeverACrash() {
        Random random = new Random(1);
        String odd = " \n\t:-?[]{},#&*!|>'\"%@`~\\\u0000\uFEFFa0.e";
        int reported = 0;
        for (int round = 0; round < 400; round++) {
            StringBuilder yaml = new StringBuilder(RecipeFolder.SOUND.replace("ROOT", root.toString()));
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(yaml.length());
                int end = Math.min(yaml.length(), at + random.nextInt(5));
                yaml.replace(at, end, String.valueOf(odd.charAt(random.nextInt(odd.length()))));
            }
            try {
                folder.load(yaml.toString());
            } catch (RecipeException expected) {
                reported++;
                assertFalse(expected.problems().isEmpty());
            }
        }
        assertTrue(reported > 200, "mutilations that were reported: " + reported);
    }
}
