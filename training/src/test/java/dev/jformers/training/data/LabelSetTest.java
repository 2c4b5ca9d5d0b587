package dev.jformers.training.data;

import static dev.jformers.training.data.DataFiles.labelled;
import static dev.jformers.training.data.DataFiles.unlabelled;
import static dev.jformers.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LabelSetTest {

    @TempDir
    Path folder;

    @Test
    void labelsFoundInTheTrainingDataAreSorted() throws IOException {
        Dataset training =
                Dataset.read(labelled(write(folder.resolve("a.csv"), "text,label\na,pos\nb,neg\nc,mid\nd,pos\n")));
        LabelSet labels = LabelSet.of(training);
        assertEquals(List.of("mid", "neg", "pos"), labels.names());
        assertArrayEquals(new int[] {2, 1, 0, 2}, labels.ids(training));
    }

    @Test
    void wholeNumbersAreSortedAsNumbers() {
        assertEquals(List.of("-1", "2", "9", "10"), LabelSet.sorted(List.of("10", "9", "-1", "2")));
        assertEquals(List.of("10", "2", "9b"), LabelSet.sorted(List.of("9b", "2", "10")));
        assertEquals(List.of("01", "1", "+2"), LabelSet.sorted(List.of("+2", "1", "01")));
    }

    @Test
    void labelsThatAreListedKeepTheirOrder() throws IOException {
        Dataset training = Dataset.read(labelled(write(folder.resolve("a.csv"), "text,label\na,pos\nb,neg\n")));
        LabelSet labels = LabelSet.of(List.of("pos", "neg", "mid"));
        assertArrayEquals(new int[] {0, 1}, labels.ids(training));
        assertEquals(3, labels.size());
        assertEquals("mid", labels.name(2));
    }

    @Test
    void labelsDoNotDependOnTheSizeOfTheSample() throws IOException {
        Path file = write(
                folder.resolve("a.csv"), "text,label\n" + "a,pos\n".repeat(50) + "b,rare\n" + "c,neg\n".repeat(50));
        Dataset training = Dataset.read(new DataConfig(file, null, null, "text", "label", null, null, 2));
        assertEquals(2, training.examples().size());
        assertEquals(List.of("neg", "pos", "rare"), LabelSet.of(training).names());
    }

    @Test
    void labelThatTrainingNeverSawIsReported() throws IOException {
        Path file = write(folder.resolve("valid.csv"), "text,label\na,positive\nb,postive\n");
        assertRefused(
                file
                        + ", line 3: the label \"postive\" is unknown; the labels of the training data are \"negative\", \"positive\";"
                        + " did you mean positive? Correct it, remove the example, or list every label in the labels of the objective.",
                () -> LabelSet.of(List.of("negative", "positive")).ids(Dataset.read(labelled(file))));
    }

    @Test
    void ofManyKnownLabelsSomeAreShown() throws IOException {
        Path file = write(folder.resolve("valid.csv"), "text,label\na,other\n");
        List<String> names = IntStream.range(0, 50).mapToObj(i -> "c" + i).toList();
        InvalidInputException refusal = assertThrows(
                InvalidInputException.class, () -> LabelSet.of(names).ids(Dataset.read(labelled(file))));
        assertTrue(String.valueOf(refusal.getMessage()).contains("\"c19\" and 30 more. Correct it"));
    }

    @Test
    void exampleWithoutLabelIsReported() throws IOException {
        Path file = write(folder.resolve("valid.csv"), "text,label\na,pos\n");
        assertRefused(
                file + ", line 2: the example has no label; set label_column.",
                () -> LabelSet.of(List.of("neg", "pos")).ids(Dataset.read(unlabelled(file))));
    }

    @Test
    void oneLabelOrNoneIsReported() {
        assertRefused(
                "a classifier needs at least two labels, but there is only \"a\".", () -> LabelSet.of(List.of("a")));
        assertRefused(
                "a classifier needs at least two labels, but there is none; set label_column.",
                () -> LabelSet.of(List.of()));
    }

    @Test
    void labelListedTwiceIsReported() {
        assertRefused(
                "labels: \"a\" stands there twice; a label has one id.", () -> LabelSet.of(List.of("a", "b", "a")));
    }

    private static void assertRefused(String message, Executable action) {
        assertEquals(message, assertThrows(InvalidInputException.class, action).getMessage());
    }
}
