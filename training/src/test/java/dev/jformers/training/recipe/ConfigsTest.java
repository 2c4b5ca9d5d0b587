package dev.jformers.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes that come with jformers, and the schema that editors check them with. */
final class ConfigsTest {

    private static final Path CONFIGS = Path.of("..", "configs");
    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    private Path root;

    @BeforeEach
    void writeModelAndData() throws IOException {
        for (String model : List.of("all-minilm-l6-v2", "multi30k-bpe")) {
            Files.createDirectories(root.resolve("models").resolve(model));
        }
        for (String data : List.of("wordnet", "shakespeare", "multi30k")) {
            Files.createDirectories(root.resolve("data").resolve(data));
        }
        for (String name : List.of(
                "data/shakespeare/train.txt",
                "data/shakespeare/validation.txt",
                "data/multi30k/train.de.gz",
                "data/multi30k/train.en.gz",
                "data/multi30k/val.de.gz",
                "data/multi30k/val.en.gz",
                "models/all-minilm-l6-v2/vocab.txt",
                "models/multi30k-bpe/tokenizer.json",
                "data/wordnet/glosses.txt",
                "data/wordnet/train.tsv",
                "data/wordnet/test.tsv",
                "data/mine.csv")) {
            Files.createFile(root.resolve(name));
        }
    }

    @Test
    void everyConfigLoadsAndReadsBackEqual() throws IOException {
        for (Path config : configs()) {
            Recipe recipe = loadIn(root, Files.readString(config));

            assertEquals(recipe, loadIn(root, recipe.toYaml()), config::toString);
        }
    }

    @Test
    void everyConfigAndItsResolvedFormFitTheSchema() throws IOException {
        Schema schema = schema();
        for (Path config : configs()) {
            String yaml = Files.readString(config);

            assertEquals(List.of(), schema.validate(yaml, InputFormat.YAML), config::toString);
            assertEquals(List.of(), schema.validate(loadIn(root, yaml).toYaml(), InputFormat.YAML), config::toString);
        }
    }

    @Test
    void everyConfigSaysHowToRunItAndWhichSchemaItHas() throws IOException {
        for (Path config : configs()) {
            String yaml = Files.readString(config);

            assertTrue(
                    yaml.startsWith("# yaml-language-server: $schema=../docs/recipe.schema.json\n"), config::toString);
            assertTrue(yaml.contains("#   scripts/jformers train configs/" + config.getFileName()), config::toString);
        }
    }

    @Test
    void schemaFindsWhatTheReaderFinds() throws IOException {
        String sound = Files.readString(CONFIGS.resolve("quickstart.yaml"));
        List<List<String>> faults = List.of(
                List.of("seed: 42", "seed: -1"),
                List.of("seed: 42", "sed: 42"),
                List.of("type: pretrained", "type: pretraned"),
                List.of("name: fine-tune", "name: fine.tune"),
                List.of("max_steps: 60", "max_steps: many"),
                List.of("lr_scheduler_type: linear", "lr_scheduler_type: linar"),
                List.of("mlm_probability: 0.15", "mlm_probability: 1.5"),
                List.of(
                        "train: {path: data/wordnet/train.tsv, label_column: label, max_samples: 9600}",
                        "warmup_ratio: 0"));
        Schema schema = schema();
        for (List<String> fault : faults) {
            List<Error> errors = schema.validate(sound.replace(fault.get(0), fault.get(1)), InputFormat.YAML);

            assertFalse(errors.isEmpty(), fault::toString);
        }
    }

    @Test
    void exampleOfTheReferenceLoads() throws IOException {
        String reference = Files.readString(DOCS.resolve("configuration.md")).replace("\r\n", "\n");
        String example = reference.split("```yaml\n", -1)[1].split("```", -1)[0];

        assertEquals(1, loadIn(root, example).stages().size());
    }

    private static Recipe loadIn(Path root, String yaml) throws IOException {
        String there = yaml.replaceAll("(path|vocab): (models|data)/", "$1: " + root + "/$2/");
        return Recipe.load(Files.writeString(root.resolve("x.yaml"), there), List.of());
    }

    private static List<Path> configs() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS)) {
            List<Path> configs = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            assertTrue(configs.size() >= 3, configs::toString);
            return configs;
        }
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(DOCS.resolve("recipe.schema.json")), InputFormat.JSON);
    }
}
