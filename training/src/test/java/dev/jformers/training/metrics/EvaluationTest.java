package dev.jformers.training.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.training.report.SimulatedRun;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    @Test
    void tenClassesFitAHundredColumns() {
        String text = SimulatedRun.evaluation("fine-tune", 0.06, 7).toText(100);

        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
        assertTrue(text.lines().anyMatch(line -> line.matches(" +animal +plant +person .* state")), text);
        assertEquals(
                10 + 2 + 1,
                text.lines()
                        .filter(line -> line.matches(".*(0\\.\\d{4} +){3}[\\d,]+|.*support"))
                        .count());
    }

    @Test
    void narrowTerminalGetsNumberedColumns() {
        String text = SimulatedRun.evaluation("fine-tune", 0.06, 7).toText(80);

        assertTrue(text.lines().allMatch(line -> line.length() <= 80), text);
        assertTrue(text.contains(" 1 animal "), text);
    }

    @Test
    void manyClassesGetTheirCommonestConfusionsInsteadOfAMatrix() {
        List<String> names = IntStream.range(0, 60).mapToObj(i -> "class " + i).toList();
        int[] labels = IntStream.range(0, 600).map(i -> i % 60).toArray();
        int[] predictions =
                IntStream.range(0, 600).map(i -> i % 60 == 7 ? 8 : i % 60).toArray();
        String text = new Evaluation("m", "d", ClassificationMetrics.of(labels, predictions, names), 0.1, 1, List.of())
                .toText(100);

        assertTrue(text.contains("10  class 7 -> class 8"), text);
        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
    }

    @Test
    void controlCharactersInNamesDoNotReachTheTerminal() {
        var metrics = ClassificationMetrics.of(new int[] {0}, new int[] {0}, List.of("re\u001b[31md\n"));
        String text = new Evaluation("m\u0007", "d\r", metrics, Double.NaN, 1, List.of()).toText(80);

        assertFalse(text.replace("\n", "").chars().anyMatch(Character::isISOControl), text);
        assertTrue(text.contains("loss n/a"), text);
    }

    @Test
    void mostConfidentMistakesAreKept() {
        List<Mistake> mistakes = IntStream.range(0, 80)
                .mapToObj(i -> new Mistake("text " + i, "a", "b", i / 100.0, 0))
                .toList();
        var metrics = ClassificationMetrics.of(new int[] {0}, new int[] {1}, List.of("a", "b"));
        Evaluation evaluation = new Evaluation("m", "d", metrics, 0.1, 1, mistakes);

        assertEquals(Evaluation.MOST_MISTAKES, evaluation.mistakes().size());
        assertEquals("text 79", evaluation.mistakes().get(0).text());
    }

    @Test
    void jsonHasTheKeysOfHuggingFace() {
        Evaluation evaluation = SimulatedRun.evaluation("fine-tune", 0.06, 7);
        JsonObject json =
                JsonParser.parseString(new Gson().toJson(evaluation.toJson())).getAsJsonObject();

        assertEquals(evaluation.metrics().accuracy(), json.get("eval_accuracy").getAsDouble());
        assertEquals(evaluation.metrics().macroF1(), json.get("eval_macro_f1").getAsDouble());
        assertEquals(6192, json.get("eval_samples").getAsInt());
        assertEquals(10, json.getAsJsonObject("per_class").size());
        assertEquals(14, json.getAsJsonArray("mistakes").size());
    }

    @Test
    void lossThatIsNoNumberIsNullInJson() {
        var metrics = ClassificationMetrics.of(new int[] {0}, new int[] {0}, List.of("a"));
        JsonObject json = new Evaluation("m", "d", metrics, Double.NaN, 1, List.of()).toJson();

        assertTrue(json.get("eval_loss").isJsonNull());
    }
}
