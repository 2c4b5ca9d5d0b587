package dev.jformers.training.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed schema and reference are those that the records make. */
final class GeneratedDocumentsTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final String REWRITE =
            "mvn -pl training -am test -Dtest=GeneratedDocumentsTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Djformers.docs.update=true";

    @Test
    void schemaIsThatOfTheRecords() throws IOException {
        String schema = JsonMapper.builder()
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(RecipeSchema.generate());
        assertCommitted(DOCS.resolve("recipe.schema.json"), schema + "\n");
    }

    @Test
    void referenceIsThatOfTheRecords() throws IOException {
        assertCommitted(DOCS.resolve("configuration.md"), RecipeReference.generate());
    }

    private static void assertCommitted(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("jformers.docs.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        String committed = Files.exists(file) ? Files.readString(file).replace("\r\n", "\n") : "";
        assertEquals(generated, committed, () -> file.getFileName() + " is out of date; rewrite it with: " + REWRITE);
    }
}
