package dev.jformers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.modality.Classifications.Classification;
import com.google.gson.JsonParser;
import dev.jformers.ModelDescription;
import dev.jformers.PretrainedModel;
import dev.jformers.checkpoint.HuggingFaceFolderWriter;
import dev.jformers.tokenizer.ByteTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in {@code docs/examples}, each in a JVM that has only this module and its dependencies. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../docs/examples");

    private Path export;

    private Classification expected;

    @BeforeEach
    void export(@TempDir Path folder) throws Exception {
        export = Fixtures.export(folder.resolve("export"));
        try (TextClassifier classifier = TextClassifier.load(export)) {
            expected = classifier.classify("hello plant").best();
        }
    }

    @Test
    void criteriaClassifyEachTextOfTheCommandLine() throws Exception {
        String output = run("ClassifyWithCriteria.java", export.toString(), "hello plant", "a zebra");
        List<String> lines = output.lines().toList();
        assertEquals(2, lines.size(), output);
        assertTrue(lines.get(0).startsWith(expected.getClassName() + " "), output);
        String probability = String.format(Locale.ROOT, "%.4f", expected.getProbability());
        assertTrue(lines.get(0).endsWith(probability + "  hello plant"), output);
        assertTrue(lines.get(1).endsWith("  a zebra"), output);
    }

    @Test
    void tenLinesClassifyAText() throws Exception {
        String output = run("ClassifyInTenLines.java", export.toString(), "hello plant");
        assertTrue(output.contains("\"className\": \"" + expected.getClassName() + "\""), output);
    }

    @Test
    void piecesOfATextAreShown(@TempDir Path folder) throws Exception {
        ModelDescription description =
                ModelDescription.of("gpt", JsonParser.parseString("""
                                {"model_type": "gpt2", "architectures": ["GPT2LMHeadModel"], "vocab_size": 258, "n_positions": 64,
                                 "n_embd": 16, "n_layer": 1, "n_head": 2}""").getAsJsonObject());
        try (PretrainedModel model = PretrainedModel.random(description, PretrainedModel.Use.INFERENCE, Device.cpu())) {
            HuggingFaceFolderWriter files = model.files();
            new ByteTokenizer(0).addTo(files, 64);
            files.write(folder.resolve("model"));
        }
        String output = run("WriteText.java", folder.resolve("model").toString(), "once");
        assertTrue(output.contains("ended by: length"), output);
    }

    private static String run(String example, String... arguments) throws Exception {
        List<String> command =
                new java.util.ArrayList<>(List.of(EXAMPLES.resolve(example).toString()));
        command.addAll(List.of(arguments));
        return ChildJvm.run(RuntimeClassPath.argument(), command);
    }
}
