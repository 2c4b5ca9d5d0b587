package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a config.json may say, and what is said of one that says something else. */
class FamilyConfigsTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/families");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            modernbert           | num_attention_heads   | 5              | hidden_size is 24 but must be a multiple of num_attention_heads (5); use 20 or 25.
            modernbert           | num_attention_heads   | 8              | of a head of size 3 and partial_rotary_factor 1.0, 3 values would be turned, but must be an even number from 2 to 3.
            modernbert           | attention_dropout     | 0.1            | attention_dropout is 0.1 but must be 0, as in all published models of this family.
            modernbert           | layer_types           | ["full_attention"] | layer_types has 1 entries but must have num_hidden_layers (3).
            modernbert           | hidden_activation     | "maxout"       | hidden_activation is "maxout" but must be one of
            modernbert-classifier | classifier_pooling   | "max"          | classifier_pooling is "max" but must be one of [cls, mean].
            deberta-v2           | pos_att_type          | ["c2p", "p2p"] | pos_att_type has [p2p] but may have only c2p and p2c, each once.
            deberta-v2           | position_buckets      | 1              | position_buckets is 1 but must be at least 2, and its half below max_relative_positions - 1 (22).
            deberta-v2           | position_buckets      | 44             | position_buckets is 44 but must be at least 2, and its half below max_relative_positions - 1 (22).
            deberta-v2           | norm_rel_ebd          | "batch"        | norm_rel_ebd is "batch" but must be none or layer_norm.
            deberta-v2           | embedding_size        | 12             | embedding_size is 12 but must be hidden_size (24).
            deberta-v2           | attention_head_size   | 5              | attention_head_size is 5 but must be hidden_size / num_attention_heads (8).
            deberta-v2           | tie_word_embeddings   | false          | tie_word_embeddings is false but must be true in this family.
            deberta-v2           | conv_kernel_size      | 4              | conv_kernel_size is 4 but must be odd; use 3 or 5.
            deberta-v2-convolution | conv_groups         | 5              | hidden_size is 24 but must be a multiple of conv_groups (5); use 20 or 25.
            xlnet                | attn_type             | "uni"          | attn_type is "uni" but must be one of [bi].
            xlnet                | bi_data               | true           | bi_data is true but must be false: it concerns pretraining with memory.
            xlnet                | n_head                | 5              | d_model is 24 but must be a multiple of n_head (5); use 20 or 25.
            xlnet                | d_head                | 5              | d_head is 5 but must be d_model / n_head (8).
            xlnet                | n_layer               | -2             | n_layer is -2 but must be at least 1.
            xlnet-classifier     | summary_type          | "mean"         | summary_type is "mean" but must be one of [cls_index, first, last].
            xlnet-classifier     | summary_use_proj      | false          | summary_use_proj is false but must be true.
            llama                | prefix_lm             | 7              | prefix_lm is 7 but must be true or false.
            roberta              | prefix_lm             | true           | prefix_lm is true but must be false or absent: only a decoder without an encoder reads prefixes.
            t5                   | prefix_lm             | true           | prefix_lm is true but must be false or absent: only a decoder without an encoder reads prefixes.
            """)
    void aSettingThatIsNotSupportedIsNamed(String fixture, String key, String value, String message)
            throws IOException {
        JsonObject config = config(fixture);
        config.add(key, JsonParser.parseString(value));
        InvalidInputException problem =
                assertThrows(InvalidInputException.class, () -> ModelDescription.of("config.json", config));
        assertEquals(
                "config.json: " + message,
                Objects.requireNonNull(problem.getMessage()).substring(0, "config.json: ".length() + message.length()));
    }

    @Test
    void modernBertReadsOlderFilesTheSame() throws IOException {
        JsonObject older = config("modernbert");
        older.remove("layer_types");
        older.remove("rope_parameters");
        older.addProperty("global_rope_theta", 160_000.0);
        older.addProperty("local_rope_theta", 10_000.0);
        assertSame("modernbert", older);
    }

    @Test
    void debertaReadsTermsBetweenBars() throws IOException {
        JsonObject older = config("deberta-v2");
        older.addProperty("pos_att_type", "p2c|c2p");
        assertSame("deberta-v2", older);
    }

    @Test
    void absentKeysMeanWhatTheFamilySays() throws IOException {
        JsonObject config = config("xlnet");
        for (String key :
                new String[] {"d_head", "dropout", "ff_activation", "layer_norm_eps", "clamp_len", "attn_type"}) {
            JsonElement removed = config.remove(key);
            assertEquals(false, removed == null, key);
        }
        assertSame("xlnet", config);
    }

    private static void assertSame(String fixture, JsonObject config) throws IOException {
        assertEquals(
                ModelDescription.of("config.json", config(fixture)).transformer(),
                ModelDescription.of("config.json", config).transformer());
    }

    private static JsonObject config(String fixture) throws IOException {
        return JsonParser.parseString(Files.readString(FIXTURES.resolve(fixture).resolve("config.json")))
                .getAsJsonObject();
    }
}
