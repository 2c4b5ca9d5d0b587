package dev.jformers.training.recipe;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.training.setting.Choice;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes records as YAML, every key in the order of the components. */
final class RecipeWriter {

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    private RecipeWriter() {}

    static String write(Recipe recipe) {
        StringWriter yaml = new StringWriter();
        try (JsonGenerator generator = YAML.createGenerator(yaml)) {
            writeValue(recipe, generator);
        } catch (IOException impossible) {
            throw new UncheckedIOException("A recipe cannot be written to memory", impossible);
        }
        return yaml.toString();
    }

    private static void writeValue(@Nullable Object value, JsonGenerator generator) throws IOException {
        if (value instanceof Record settings) {
            writeRecord(settings, generator);
        } else if (value instanceof List<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                writeValue(item, generator);
            }
            generator.writeEndArray();
        } else if (value instanceof JsonElement json) {
            writeJson(json, generator);
        } else if (value instanceof Enum<?> constant) {
            generator.writeString(ScalarType.constant(constant));
        } else {
            writeScalar(value, generator);
        }
    }

    private static void writeRecord(Record settings, JsonGenerator generator) throws IOException {
        generator.writeStartObject();
        Choice choice = settings.getClass().getAnnotation(Choice.class);
        if (choice != null) {
            generator.writeStringField(Key.TYPE, choice.value());
        }
        for (Key key : Key.of(settings.getClass())) {
            generator.writeFieldName(key.name());
            writeValue(key.valueIn(settings), generator);
        }
        generator.writeEndObject();
    }

    private static void writeScalar(@Nullable Object value, JsonGenerator generator) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Number number) {
            // YAML 1.1 reads an exponent only where it has a sign.
            generator.writeNumber(number.toString().replace("E-", "e-").replace("E", "e+"));
        } else {
            generator.writeString(value.toString());
        }
    }

    private static void writeJson(JsonElement json, JsonGenerator generator) throws IOException {
        if (json instanceof JsonObject object) {
            generator.writeStartObject();
            for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
                generator.writeFieldName(entry.getKey());
                writeJson(entry.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (json instanceof JsonArray array) {
            writeValue(array.asList(), generator);
        } else if (json instanceof JsonNull) {
            generator.writeNull();
        } else {
            writePrimitive((JsonPrimitive) json, generator);
        }
    }

    private static void writePrimitive(JsonPrimitive primitive, JsonGenerator generator) throws IOException {
        if (primitive.isBoolean()) {
            generator.writeBoolean(primitive.getAsBoolean());
        } else if (primitive.isNumber()) {
            writeScalar(primitive.getAsNumber(), generator);
        } else {
            generator.writeString(primitive.getAsString());
        }
    }
}
