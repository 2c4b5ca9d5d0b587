package dev.jformers.training.data;

import static dev.jformers.training.data.DataFiles.assertRefused;
import static dev.jformers.training.data.DataFiles.labelled;
import static dev.jformers.training.data.DataFiles.read;
import static dev.jformers.training.data.DataFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("train.jsonl");
    }

    @Test
    void labelIsAStringANumberOrABoolean() throws IOException {
        write(file, """
                {"text": "a\\u00e9\\n", "label": "pos"}

                {"label": 1, "extra": {"text": [1, {"label": null}]}, "text": "b"}
                {"label": true, "text": "c"}
                """);
        assertEquals(
                List.of(
                        new Example("aé\n", null, "pos", 1),
                        new Example("b", null, "1", 3),
                        new Example("c", null, "true", 4)),
                read(labelled(file)));
    }

    @Test
    void lineThatIsNotAnObjectIsReported() throws IOException {
        write(file, "[{\"text\": \"a\"}]\n");
        assertRefused(
                "FILE, line 1: \"[{\"text\": \"a\"}]\" is not a JSON object; write one object a line, like {\"text\": \"...\"}.",
                labelled(file));
    }

    @Test
    void missingKeyIsReportedWithTheKeysFound() throws IOException {
        write(file, "{\"text\": \"a\", \"label\": 1}\n{\"text\": \"a\", \"labels\": 1}\n");
        assertRefused(
                "FILE, line 2: label_column is \"label\", but the object's keys are \"text\", \"labels\"; did you mean"
                        + " labels?",
                labelled(file));
        write(file, "{}\n");
        assertRefused("FILE, line 1: text_column is \"text\", but the object has no key.", labelled(file));
    }

    @Test
    void valueOfTheWrongKindIsReported() throws IOException {
        write(file, "{\"text\": 5, \"label\": 1}\n");
        assertRefused("FILE, line 1: \"text\" is a number but must be a string.", labelled(file));
        write(file, "{\"text\": \"a\", \"label\": [1, 2]}\n");
        assertRefused(
                "FILE, line 1: \"label\" is an array but must be a string, a number or a boolean.", labelled(file));
        write(file, "{\"text\": \"a\", \"label\": null}\n");
        assertRefused("FILE, line 1: \"label\" is null but must be a string, a number or a boolean.", labelled(file));
    }

    @Test
    void keyThatStandsTwiceIsReported() throws IOException {
        write(file, "{\"text\": \"a\", \"text\": \"b\", \"label\": 1}\n");
        assertRefused("FILE, line 1 has the key \"text\" twice; keep one of them", labelled(file));
    }

    @Test
    void whatIsNotJsonIsReportedWithItsLine() throws IOException {
        write(file, "{\"text\": \"a\", \"label\": 1}\n{'text': 'a', 'label': 1}\n");
        assertRefused("FILE, line 2: not valid JSON (at column 3); write one object a line.", labelled(file));
    }

    @Test
    void objectThatIsCutOffIsReported() throws IOException {
        write(file, "{\"text\": \"a\", \"label\": 1\n");
        assertRefused(
                "FILE, line 1: not valid JSON (End of input at column 25); write one object a line.", labelled(file));
    }

    @Test
    void secondObjectOnALineIsReported() throws IOException {
        write(file, "{\"text\": \"a\", \"label\": 1} {\"text\": \"b\", \"label\": 1}\n");
        assertRefused("FILE, line 1: not valid JSON (at column 28); write one object a line.", labelled(file));
    }

    @Test
    void deeplyNestedValueIsReportedRatherThanFollowed() throws IOException {
        write(file, "{\"x\": " + "[".repeat(1_000_000) + "\n");
        assertRefused(
                "FILE, line 1: not valid JSON (Nesting limit 255 reached at column 262); write one object a line.",
                labelled(file));
    }

    @Test
    void halfASurrogatePairIsReported() throws IOException {
        write(file, "{\"text\": \"a\\ud83d\", \"label\": 1}\n");
        assertRefused(
                "FILE, line 1: not valid JSON (Unpaired surrogate characters are not allowed in strict mode at column 19);"
                        + " write one object a line.",
                labelled(file));
    }
}
