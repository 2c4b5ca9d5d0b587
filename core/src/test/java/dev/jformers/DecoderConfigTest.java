package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.attention.MultiHead;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.position.DynamicNtk;
import dev.jformers.position.Rotary;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a decoder's config.json must not say, and what it means where it says nothing. */
class DecoderConfigTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai-gpt         | afn                        | "tanh"          | afn is "tanh" but must be one of [gelu, relu, silu, swish].
            openai-gpt         | n_head                     | 5               | n_embd is 24 but must be a multiple of n_head (5); use 20 or 25.
            opt                | layerdrop                  | 0.1             | layerdrop is 0.1 but must be 0
            opt                | layer_norm_elementwise_affine | false        | layer_norm_elementwise_affine is false but must be true
            opt                | pad_token_id               | 59              | pad_token_id is 59 but must be below vocab_size (59).
            bloom              | n_head                     | 4               | hidden_size is 30 but must be a multiple of n_head (4); use 28 or 32.
            bloom              | apply_residual_connection_post_layernorm | true | apply_residual_connection_post_layernorm is true but must be false
            gpt-neox           | rope_parameters            | {"partial_rotary_factor": 0.1} | 1 values would be turned
            gptj               | rotary_dim                 | 18              | rotary_dim is 18 but must be even and at most n_embd / n_head (16).
            gemma              | use_bidirectional_attention | true           | use_bidirectional_attention is true but must be false
            gemma              | num_key_value_heads        | 4               | num_attention_heads is 6 but must be a multiple of num_key_value_heads (4)
            gemma2             | layer_types                | ["full_attention"] | layer_types has 1 entries but must have num_hidden_layers (3).
            gemma3             | layer_types                | ["full_attention", "near", "far"] | layer_types has "near" but must have full_attention or sliding_attention only.
            gemma3             | attn_logit_softcapping     | 5.0             | attn_logit_softcapping is 5.0 but must be 0
            mixtral            | num_experts_per_tok        | 6               | num_experts_per_tok is 6 but must be at most num_local_experts (5).
            mixtral            | router_jitter_noise        | 0.1             | router_jitter_noise is 0.1 but must be 0
            phi3               | resid_pdrop                | 0.1             | resid_pdrop is 0.1 but must be 0
            phi3               | hidden_act                 | "mish"          | hidden_act is "mish" but must be one of
            llama              | rope_parameters            | {"rope_type": "linear", "factr": 2} | rope_parameters: factor is missing but must be a number; is it what factr means?
            llama              | rope_parameters            | {"rope_type": "yarn"} | rope_parameters: factor is missing but must be a number.
            llama              | rope_parameters            | {"rope_type": "llama3", "factor": 8, "low_freq_factor": 1} | rope_parameters: high_freq_factor is missing but must be a number.
            phi3-long          | rope_parameters            | {"rope_type": "longrope", "short_factor": [1, 2], "long_factor": [1, 2]} | short_factor is [1.0, 2.0] but must have 4 numbers above 0
            deepseek-v2        | topk_method                | "noaux_tc"      | topk_method is "noaux_tc" but must be one of greedy, group_limited_greedy.
            deepseek-v2        | norm_topk_prob             | true            | norm_topk_prob is true but must be false
            deepseek-v2        | num_key_value_heads        | 2               | num_key_value_heads is 2 but must be 4
            deepseek-v2        | num_experts_per_tok        | 7               | num_experts_per_tok is 7 but must be at most n_routed_experts (6).
            deepseek-v2-groups | n_group                    | 4               | n_routed_experts is 6 but must be a multiple of n_group (4); use 4 or 8.
            deepseek-v2-groups | topk_group                 | 4               | topk_group is 4 but must be at most n_group (3).
            deepseek-v2-groups | num_experts_per_tok        | 5               | num_experts_per_tok is 5 but must be at most the experts of topk_group groups (4).
            t5                 | relative_attention_max_distance | 4          | relative_attention_max_distance is 4 but there must be at least 4 buckets, and a distance of more than 4
            deepseek-v2        | qk_rope_head_dim           | 7               | 7 values would be turned
            """)
    void whatCannotBeMetIsSaid(String fixture, String key, String value, String message) throws IOException {
        JsonObject config = config(fixture);
        config.add(key, JsonParser.parseString(value));
        InvalidInputException problem =
                assertThrows(InvalidInputException.class, () -> ModelDescription.of("config.json", config));
        assertTrue(problem.toString().contains(message), problem.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openai-gpt    | afn                     | "gelu"
            opt           | pad_token_id            | 1
            opt           | activation_function     | "relu"
            bloom         | layer_norm_epsilon      | 1e-5
            gpt-neox      | rope_parameters         | {"rope_theta": 10000, "partial_rotary_factor": 0.25}
            gemma         | hidden_act              | "gelu_pytorch_tanh"
            gemma2        | attn_logit_softcapping  | 50
            gemma2        | final_logit_softcapping | 30
            gemma3        | rope_parameters         | {"full_attention": {"rope_theta": 1000000}, "sliding_attention": {"rope_theta": 10000}}
            gemma3        | sliding_window          | 4096
            mixtral       | rms_norm_eps            | 1e-5
            mixtral       | rope_parameters         | {"rope_theta": 1000000}
            phi3          | rms_norm_eps            | 1e-5
            deepseek-v2   | q_lora_rank             | 1536
            deepseek-v2   | topk_method             | "greedy"
            gptj          | activation_function     | "gelu_new"
            """)
    void anAbsentKeyMeansItsDefault(String fixture, String key, String value) throws IOException {
        JsonObject absent = config(fixture);
        absent.remove(key);
        JsonObject present = config(fixture);
        JsonElement parsed = JsonParser.parseString(value);
        present.add(key, parsed);
        assertEquals(
                ModelDescription.of("config.json", present).transformer(),
                ModelDescription.of("config.json", absent).transformer());
        assertEquals(
                ModelDescription.of("config.json", present).head(),
                ModelDescription.of("config.json", absent).head());
    }

    @ParameterizedTest
    @CsvSource({"gpt-neox, rotary_pct, 0.5, rotary_emb_base, 700", "gemma3, rope_theta, 900, rope_local_base_freq, 70"})
    void olderFilesSayWhereHeadsTurn(String fixture, String first, double one, String second, double other)
            throws IOException {
        JsonObject older = config(fixture);
        older.remove("rope_parameters");
        JsonObject plain = older.deepCopy();
        older.addProperty(first, one);
        older.addProperty(second, other);
        String described =
                ModelDescription.of("config.json", older).transformer().toString();
        assertTrue(described.contains("theta=" + other), described);
        assertTrue(!described.equals(
                ModelDescription.of("config.json", plain).transformer().toString()));
    }

    @ParameterizedTest
    @CsvSource({"mistral, 8, 16", "mixtral, 8, 16", "qwen2, 32, 64", "qwen3, 32, 64", "llama, 6, 6", "phi3, 6, 6"})
    void headsOfKeysThatAFileLeavesOutAreThoseOfTheReference(String fixture, int expected, int heads)
            throws IOException {
        JsonObject config = config(fixture);
        config.addProperty("num_attention_heads", heads);
        config.addProperty("head_dim", 8);
        config.remove("num_key_value_heads");
        assertEquals(expected, attention(config).kvHeads());
        config.add("num_key_value_heads", JsonNull.INSTANCE);
        assertEquals(heads, attention(config).kvHeads());
    }

    @Test
    void aHeadThatQwen3LeavesOutHas128Values() throws IOException {
        JsonObject config = config("qwen3");
        config.remove("head_dim");
        assertEquals(128, attention(config).headDim());
        config.add("head_dim", JsonNull.INSTANCE);
        assertEquals(4, attention(config).headDim());
    }

    @Test
    void aBaseThatGrowsStartsAtMaxPositionEmbeddings() throws IOException {
        JsonObject config = config("llama-dynamic");
        config.getAsJsonObject("rope_parameters").addProperty("original_max_position_embeddings", 3);
        Rotary rotary = (Rotary) attention(config).position();
        assertEquals(new DynamicNtk(3, 7), rotary.scaling());
    }

    private static MultiHead attention(JsonObject config) {
        return (MultiHead) ModelDescription.of("config.json", config)
                .transformer()
                .stacks()
                .last()
                .layers()
                .get(0)
                .attention();
    }

    private static JsonObject config(String fixture) throws IOException {
        return HuggingFaceFolder.open(FIXTURES.resolve(fixture)).config().deepCopy();
    }
}
