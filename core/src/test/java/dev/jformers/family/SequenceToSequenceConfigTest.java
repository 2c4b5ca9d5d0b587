package dev.jformers.family;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.Stacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequenceToSequenceConfigTest {

    private static final String BART = """
            {"model_type": "%s", "vocab_size": 59000, "d_model": 24, "max_position_embeddings": 17,
             "encoder_layers": 2, "encoder_attention_heads": 3, "encoder_ffn_dim": 44,
             "decoder_layers": 1, "decoder_attention_heads": 4, "decoder_ffn_dim": 52}
            """;

    private static final String T5 = """
            {"model_type": "%s", "vocab_size": 59, "d_model": 24, "d_kv": 5, "d_ff": 44, "num_layers": 2, "num_heads": 3,
             "relative_attention_num_buckets": 8}
            """;

    @ParameterizedTest
    @CsvSource({"bart, 1, 2", "pegasus, 0, 0", "marian, 58100, 58100"})
    void absentTokensAreThoseOfTheReference(String family, long padding, long start) {
        ModelDescription model = describe(BART.formatted(family), "activation_function", new JsonPrimitive("relu"));
        assertEquals(padding, model.transformer().paddingId());
        assertEquals(new ShiftRight.FromStart(start, padding), stacks(model).ofLabels());
    }

    @Test
    void onlyDenoisersReadTheirInputAgain() {
        assertEquals(
                new ShiftRight.FromLast(1),
                stacks(describe(BART.formatted("mbart"))).ofInput());
        assertEquals(
                new ShiftRight.FromStart(2, 1),
                stacks(describe(BART.formatted("bart"))).ofInput());
        assertNull(stacks(describe(BART.formatted("pegasus"))).ofInput());
        assertNull(stacks(describe(T5.formatted("mt5"))).ofInput());
    }

    @Test
    void t5SaysNothingOfItsStart() {
        assertNull(stacks(describe(T5.formatted("t5"))).ofLabels());
        assertEquals(
                new ShiftRight.FromStart(0, 0),
                stacks(describe(T5.formatted("mt5"))).ofLabels());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bart|d_model|25|d_model is 25 but must be a multiple of encoder_attention_heads (3); use 24 or 27.",
                "mbart|decoder_attention_heads|5|d_model is 24 but must be a multiple of decoder_attention_heads (5); use 20 or 25.",
                "pegasus|encoder_layerdrop|0.1|encoder_layerdrop is 0.1 but must be 0: models with another value are not supported.",
                "marian|vocab_size|100|pad_token_id is 58100 but must be below vocab_size (100).",
                "bart|decoder_start_token_id|59000|decoder_start_token_id is 59000 but must be below vocab_size (59000).",
                "bart|encoder_layers|0|encoder_layers is 0 but must be at least 1."
            })
    void whatCannotBeIsNamed(String family, String key, String value, String message) {
        InvalidInputException problem = assertThrows(
                InvalidInputException.class,
                () -> describe(BART.formatted(family), key, JsonParser.parseString(value)));
        assertEquals("config.json: " + message, problem.getMessage());
    }

    @Test
    void anUnknownFeedForwardIsNamed() {
        InvalidInputException problem = assertThrows(
                InvalidInputException.class,
                () -> describe(T5.formatted("t5"), "feed_forward_proj", new JsonPrimitive("gated-elu")));
        assertEquals(
                "config.json: feed_forward_proj is \"gated-elu\" but must be one of [gated-gelu, gated-relu, gated-silu].",
                problem.getMessage());
    }

    private static Stacks.EncoderDecoder stacks(ModelDescription model) {
        return assertInstanceOf(Stacks.EncoderDecoder.class, model.transformer().stacks());
    }

    private static ModelDescription describe(String config) {
        return describe(config, "activation_function", new JsonPrimitive("relu"));
    }

    private static ModelDescription describe(String config, String key, JsonElement value) {
        JsonObject json = JsonParser.parseString(config).getAsJsonObject();
        json.add(key, value);
        return ModelDescription.of("config.json", json);
    }
}
