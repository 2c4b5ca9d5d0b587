package dev.jformers.generation.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is written by many schemas is valid in the eyes of a validator of the standard. */
class SchemaValidationTest {

    private static final Path VOCABULARY = Path.of("src/test/resources/fixtures/tokenizer-files/gpt2");
    private static final int SCHEMAS = 200;
    private static final int TEXTS = 4;

    @Test
    void whatIsWrittenByRandomSchemasIsValid() throws IOException {
        TokenBytes tokens = TokenBytes.read(VOCABULARY);
        int end = IntStream.range(0, tokens.size())
                .filter(id -> tokens.of(id, false).isEmpty())
                .findFirst()
                .orElseThrow();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Map<String, Integer> refused = new TreeMap<>();
        int written = 0;
        for (int seed = 0; seed < SCHEMAS; seed++) {
            JsonObject json = RandomSchema.of(seed);
            Constraint constraint;
            try {
                constraint = Constraint.ofJsonSchema(json, tokens);
            } catch (InvalidInputException e) {
                refused.merge(String.valueOf(e.getMessage()).replaceAll("at [^ ]*", ""), 1, Integer::sum);
                continue;
            }
            Schema schema = registry.getSchema(json.toString(), InputFormat.JSON);
            for (int text = 0; text < TEXTS; text++) {
                RandomText made = RandomText.of(constraint, tokens, end, 300, seed * 31L + text);
                if (made.ended()) {
                    written++;
                    List<Error> errors = schema.validate(
                            made.text(),
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
                    assertEquals(List.of(), errors, made.text() + "\n" + json);
                }
            }
        }
        assertTrue(written > SCHEMAS * TEXTS / 2, written + " texts; refused: " + refused);
        assertTrue(refused.values().stream().mapToInt(Integer::intValue).sum() < SCHEMAS / 10, refused::toString);
    }
}
