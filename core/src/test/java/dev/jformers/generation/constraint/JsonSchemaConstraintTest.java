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
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
                        + " {'type': 'integer', 'minimum': -3, 'maximum': 120}, 'tags': {'type': 'array', 'items':"
                        + " {'enum': ['a', 'b', null, 3.5]}, 'minItems': 1, 'maxItems': 4}}, 'required': ['name', 'tags'],"
                        + " 'additionalProperties': false}",
                "{'type': ['boolean', 'null', 'integer']}",
                "{'type': 'array', 'maxItems': 3, 'items': {'type': 'number'}}",
                "{'anyOf': [{'const': {'a': [1, true, '\\\\n"
                        + "\\\\u0001한\\\\'']}}, {'type': 'string', 'pattern': '^[\\\\x22가-다\\\\\\\\]{2,3}$'}]}",
                "{'type': 'string', 'pattern': 'ab|^c', 'title': 'ends anywhere'}",
                "{'type': 'string', 'format': 'date-time'}",
                "{'$ref': '#/$defs/node', '$defs': {'node': {'type': 'object', 'properties': {'value': {'type':"
                        + " 'integer', 'exclusiveMinimum': 9, 'maximum': 1005}, 'next': {'oneOf': [{'$ref':"
                        + " '#/$defs/node'}, {'type': 'null'}]}}, 'required': ['value', 'next']}}}",
                "{'type': 'object', 'properties': {'a': {'type': 'boolean'}, 'b': {'type': 'null'}, 'c': {'const':"
                        + " 1}}}",
                "{'type': 'object', 'required': ['x'], 'properties': {'y': {'allOf': [{'type': 'boolean'}]}, 'x':"
                        + " {'enum': ['p', 1], 'type': 'string'}}}",
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

    @Test
    void numbersAreWithinTheirBounds() {
        double[][] bounds = {{0, 1}, {-1.5, 2.25}, {0.1, 0.9}, {-3, -0.5}, {9.5, 1000}, {2.5, 2.5}};
        for (double[] bound : bounds) {
            JsonObject schema = json("{'type': 'number', 'minimum': " + bound[0] + ", 'maximum': " + bound[1] + "}");
            Constraint constraint = Constraint.ofJsonSchema(schema, tokens);
            for (int hundredths = -400; hundredths < 1200; hundredths++) {
                double number = hundredths / 100.0;
                boolean within = bound[0] <= number && number <= bound[1];
                String text = String.format(Locale.ROOT, "%.2f", number);
                assertTrue(within || !matches(constraint, text), text + " in " + schema);
            }
            for (double edge : new double[] {bound[0], (bound[0] + bound[1]) / 2, bound[1]}) {
                String exact = new BigDecimal(String.valueOf(edge))
                        .stripTrailingZeros()
                        .toPlainString();
                String padded = String.format(Locale.ROOT, "%.2f", edge);
                String once = String.format(Locale.ROOT, "%.1f", edge);
                assertTrue(
                        List.of(exact, padded, once).stream().anyMatch(text -> matches(constraint, text)),
                        exact + " in " + schema);
            }
        }
    }

    @Test
    void anEmailHasANameAndADomain() {
        Constraint constraint = Constraint.ofJsonSchema(json("{'type': 'string', 'format': 'email'}"), tokens);
        for (String text : List.of("a@b.de", "first.last@mail.example.org", "a_b-c+d9@x-1.co.kr")) {
            assertTrue(matches(constraint, '"' + text + '"'), text);
        }
        for (String text : List.of("a", "@b.de", "a@b", "a b@c.de", "a@b..de", "a@-b.de")) {
            assertTrue(!matches(constraint, '"' + text + '"'), text);
        }
    }

    @Test
    void aFirstItemStandsBeforeThoseThatFollow() {
        Constraint constraint = Constraint.ofJsonSchema(
                json("{'type': 'array', 'prefixItems': [{'const': 1}, {'const': 2}], 'items': {'const': 3},"
                        + " 'minItems': 1, 'maxItems': 4}"),
                tokens);
        for (String text : List.of("[1]", "[1,2]", "[1,2,3]", "[1, 2, 3, 3]")) {
            assertTrue(matches(constraint, text), text);
        }
        for (String text : List.of("[]", "[2]", "[1,3]", "[1,2,3,3,3]", "[1,2,]")) {
            assertTrue(!matches(constraint, text), text);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{'type': 'strin'}! #: type is \"strin\" but must be one of array, boolean, integer, null, number,"
                        + " object, string, or a list of these.",
                "{'type': 'string', 'maxLenght': 3}! #: the keyword maxLenght is not supported; did you mean"
                        + " maxLength?",
                "{'properties': {'a': {'type': 'number', 'minimum': 2, 'exclusiveMaximum': 2}}}! #/properties/a: no"
                        + " number of at most 15 digits is from minimum to maximum.",
                "{'type': 'string', 'format': 'iri'}! #: format iri is not supported; give a pattern instead."
                        + " Supported are date, date-time, duration, email, hostname, ipv4, ipv6, time, uri, uuid.",
                "{'uniqueItems': true}! #: the keyword uniqueItems is not supported; leave it out and drop what comes"
                        + " twice yourself.",
                "{'patternProperties': {'^a': {}}}! #: the keyword patternProperties is not supported; name the"
                        + " properties that there may be.",
                "{'type': 'string', 'nullable': true}! #: the keyword nullable is not supported; write type as a list,"
                        + " such as [\"string\", \"null\"].",
                "{'items': {'not': {}}}! #/items: the keyword not is not supported; say what is allowed, by enum,"
                        + " pattern or anyOf.",
                "{'oneOf': [{'type': 'integer'}, {'type': 'number'}]}! #: what oneOf/0 allows may be valid by oneOf/1"
                        + " too, as far as types, values, bounds and required properties tell; tell them apart by a"
                        + " required property with another const in each, or take anyOf.",
                "{'allOf': [{'type': 'string', 'pattern': 'a'}, {'pattern': 'b'}]}! #: pattern is given twice, as"
                        + " \"a\" and as \"b\", which cannot be joined; write one that says both.",
                "{'$ref': '#/$defs/a'}! #: $ref is #/$defs/a, which is not there.",
                "{'$ref': 'https://example.org/a'}! #: $ref is https://example.org/a but only places in the same"
                        + " schema are supported, such as #/$defs/name.",
                "{'anyOf': []}! #: anyOf is [] but must be a list that is not empty.",
                "{'$ref': '#', 'type': 'string'}! #: it refers to itself and asks for nothing between; leave the"
                        + " circle out.",
                "{'minItems': 3, 'maxItems': 2}! #: maxItems is 2 but must be at least minItems (3).",
                "{'minLength': 1.5}! #: minLength is 1.5 but must be a whole number; of others it is not supported.",
                "{'pattern': 'a', 'maxLength': 3}! #: minLength, maxLength and format beside pattern are not"
                        + " supported; write one pattern that says it all, such as ^[a-z]{1,20}$.",
                "{'pattern': '(?=a)'}! #: the pattern (?=a) has a group that begins with (?, which is not supported in"
                        + " a constraint; of these only (?:...) and (?<name>...) are (before character 3).",
                "{'type': 'integer', 'minimum': 3, 'exclusiveMaximum': 3}! #: no integer of at most 15 digits is from"
                        + " minimum to maximum.",
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
                "{'allOf': [{'type': 'string'}, {'type': 'integer'}]}",
                "{'const': 1, 'enum': [2, 3]}",
                "{'type': 'array', 'prefixItems': [false], 'minItems': 1}",
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
