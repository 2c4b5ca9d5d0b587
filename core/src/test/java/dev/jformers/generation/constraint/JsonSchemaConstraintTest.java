package dev.jformers.generation.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.StrictJson;
import dev.jformers.tokenizer.TokenBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON schemas over a real vocabulary; {@link Validity} says whether a value is valid. */
class JsonSchemaConstraintTest {

    private static final Path VOCABULARY = Path.of("src/test/resources/fixtures/tokenizer-files/gpt2");
    private static final int MOST = 400;

    private final TokenBytes tokens = tokens();
    private final int end = IntStream.range(0, tokens.size())
            .filter(id -> tokens.of(id, false).isEmpty())
            .findFirst()
            .orElseThrow();

    private static TokenBytes tokens() {
        try {
            return TokenBytes.read(VOCABULARY);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'object', 'properties': {'name': {'type': 'string', 'minLength': 1, 'maxLength': 9}, 'age':"
                        + " {'type': 'integer', 'minimum': -3, 'maximum': 120}, 'tags': {'type': 'array', 'items': {'enum':"
                        + " ['a', 'b', null, 3.5]}, 'minItems': 1, 'maxItems': 4}}, 'required': ['name', 'tags'],"
                        + " 'additionalProperties': false}",
                "{'type': ['boolean', 'null', 'integer']}",
                "{'type': 'array', 'maxItems': 3, 'items': {'type': 'number'}}",
                "{'anyOf': [{'const': {'a': [1, true, '\\\\n\\\\u0001한\\\\'']}}, {'type': 'string', 'pattern': '^[\\\\x22가-다\\\\\\\\]{2,3}$'}]}",
                "{'type': 'string', 'pattern': 'ab|^c', 'title': 'ends anywhere'}",
                "{'type': 'string', 'format': 'date-time'}",
                "{'$ref': '#/$defs/node', '$defs': {'node': {'type': 'object', 'properties': {'value': {'type': 'integer',"
                        + " 'exclusiveMinimum': 9, 'maximum': 1005}, 'next': {'oneOf': [{'$ref': '#/$defs/node'}, {'type':"
                        + " 'null'}]}}, 'required': ['value', 'next']}}}",
                "{'type': 'object', 'properties': {'a': {'type': 'boolean'}, 'b': {'type': 'null'}, 'c': {'const': 1}}}",
                "{'type': 'object', 'required': ['x'], 'properties': {'y': {'allOf': [{'type': 'boolean'}]}, 'x': {'enum':"
                        + " ['p', 1], 'type': 'string'}}}",
                "{}"
            })
    void whatIsWrittenIsValid(String schema) {
        JsonObject json = json(schema);
        Constraint constraint = Constraint.ofJsonSchema(json, tokens);
        Set<String> different = new HashSet<>();
        int ended = 0;
        for (int seed = 0; seed < 30; seed++) {
            RandomText text = RandomText.of(constraint, tokens, end, MOST, seed);
            assertEquals(text.ended(), text.ended() && constraint.isMatchedBy(text.tokens()));
            if (text.ended()) {
                ended++;
                different.add(text.text());
                StrictJson.parse(StandardCharsets.UTF_8.encode("{\"value\":" + text.text() + "}"), "the text");
                assertTrue(new Validity(json).of(json, JsonParser.parseString(text.text())), text.text());
            }
        }
        assertTrue(ended > 5, "ended: " + ended);
        assertTrue(different.size() > 1, different::toString);
    }

    @Test
    void valuesMayNestAsDeepAsTheLimitAndNoDeeper() {
        JsonObject schema = json("{'type': 'array', 'items': {'$ref': '#'}, 'maxItems': 1}");
        Constraint constraint = Constraint.ofJsonSchema(schema, tokens);
        assertTrue(matches(constraint, "[".repeat(65) + "]".repeat(65)));
        assertTrue(!matches(constraint, "[".repeat(66) + "]".repeat(66)));
    }

    private boolean matches(Constraint constraint, String text) {
        int[] ids = text.codePoints()
                .map(character -> IntStream.range(0, tokens.size())
                        .filter(id -> tokens.of(id, false)
                                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                                .orElse("")
                                .equals(Character.toString(character)))
                        .findFirst()
                        .orElseThrow())
                .toArray();
        return constraint.isMatchedBy(ids);
    }

    @Test
    void spaceAndOrderAreAsTheConstraintSays() {
        Constraint constraint = Constraint.ofJsonSchema(
                json("{'type': 'object', 'properties': {'a': {'type': 'integer'}, 'b': {'type': 'integer'}}}"), tokens);
        for (String text : List.of(
                "{}", "{ }", "{\"a\":1}", "{\"b\": 1}", "{\n  \"a\": 1,\n  \"b\": 2\n}", "{\"a\":-0, \"b\":7 }")) {
            assertTrue(matches(constraint, text), text);
        }
        for (String text : List.of(
                "", " {}", "{} ", "{\"b\": 1, \"a\": 2}", "{\"c\": 1}", "{\"a\": 1,}", "{\"a\":  1}", "{\"a\": 01}")) {
            assertTrue(!matches(constraint, text), text);
        }
    }

    @Test
    void integersAreWithinTheirBounds() {
        long[][] bounds = {{0, 0}, {-5, 5}, {7, 123}, {99, 1000}, {-1200, -9}, {10, 19}, {-1, 30_000}};
        for (long[] bound : bounds) {
            JsonObject schema = json("{'type': 'integer', 'minimum': " + bound[0] + ", 'maximum': " + bound[1] + "}");
            Constraint constraint = Constraint.ofJsonSchema(schema, tokens);
            for (long number = -1300; number < 1300; number++) {
                boolean within = bound[0] <= number && number <= bound[1];
                assertEquals(within, matches(constraint, Long.toString(number)), number + " in " + schema);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{'type': 'strin'}! #: type is \"strin\" but must be one of array, boolean, integer, null, number, object, string, or a list of these.",
                "{'type': 'string', 'maxLenght': 3}! #: the keyword maxLenght is not supported; did you mean maxLength?",
                "{'properties': {'a': {'type': 'number', 'minimum': 2}}}! #/properties/a: minimum and maximum of numbers are supported for type integer alone; take integer, or leave them out and check the answer yourself.",
                "{'type': 'string', 'format': 'email'}! #: format email is not supported; give a pattern instead. Supported are date, date-time, time, uuid.",
                "{'$ref': '#/$defs/a'}! #: $ref is #/$defs/a, which is not there.",
                "{'$ref': 'https://example.org/a'}! #: $ref is https://example.org/a but only places in the same schema are supported, such as #/$defs/name.",
                "{'allOf': [{}, {}]}! #: allOf of more than one schema is not supported; write one schema that says it all.",
                "{'anyOf': []}! #: anyOf is [] but must be a list that is not empty.",
                "{'anyOf': [{}], 'type': 'string'}! #: type beside anyOf is not supported; write it into each of the schemas of anyOf, or leave one of the two out.",
                "{'minItems': 3, 'maxItems': 2}! #: maxItems is 2 but must be at least minItems (3).",
                "{'minLength': 1.5}! #: minLength is 1.5 but must be a whole number; of others it is not supported.",
                "{'pattern': 'a', 'maxLength': 3}! #: minLength, maxLength and format beside pattern are not supported; write one pattern that says it all, such as ^[a-z]{1,20}$.",
                "{'pattern': '(?=a)'}! #: the pattern (?=a) has a group that begins with (?, which is not supported in a constraint; of these only (?:...) and (?<name>...) are (before character 3).",
                "{'properties': {'a': {}}, 'additionalProperties': {'type': 'null'}}! #: a schema for additionalProperties beside properties or required is not supported; set it to false.",
                "{'type': 'integer', 'minimum': 3, 'exclusiveMaximum': 3}! #: no integer of at most 15 digits is from minimum to maximum.",
                "{'items': 3}! #/items: a schema must be an object, true or false, but is 3."
            })
    void whatCannotBeIsNamed(String schema, String message) {
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> Constraint.ofJsonSchema(json(schema), tokens));
        assertEquals("the JSON schema, at " + message, refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'$ref': '#'}",
                "{'type': 'string', 'enum': [1]}",
                "{'type': 'object', 'properties': {'a': {'$ref': '#'}}, 'required': ['a']}",
                "{'required': ['a'], 'additionalProperties': false}"
            })
    void whatAllowsNothingIsRefused(String schema) {
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> Constraint.ofJsonSchema(json(schema), tokens));
        assertEquals("the JSON schema matches no text; loosen it.", refused.getMessage());
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text.replace("\\'", "\\u0027").replace('\'', '"'))
                .getAsJsonObject();
    }
}
