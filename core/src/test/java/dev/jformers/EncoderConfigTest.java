package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.jformers.head.MultipleChoice;
import dev.jformers.head.Pooler;
import dev.jformers.head.Pooling;
import dev.jformers.head.ProblemType;
import dev.jformers.head.SequenceClassification;
import dev.jformers.layer.Activation;
import dev.jformers.model.Stacks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the config.json of an encoder means, and what it must not say. */
class EncoderConfigTest {

    private static final String SIZES = """
            {"vocab_size": 59, "hidden_size": 24, "num_hidden_layers": 4, "num_attention_heads": 3,
             "intermediate_size": 44, "max_position_embeddings": 23}
            """;

    private static JsonObject config(String type, String changes) {
        JsonObject config = JsonParser.parseString(SIZES).getAsJsonObject();
        config.addProperty("model_type", type);
        config.addProperty("hidden_dim", 44);
        JsonParser.parseString(changes).getAsJsonObject().entrySet().forEach(entry -> {
            config.add(entry.getKey(), entry.getValue());
        });
        return config;
    }

    private static ModelDescription describe(String type, String changes) {
        return ModelDescription.of("config.json", config(type, changes));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            roberta     | {"pad_token_id": null}              | pad_token_id is null but must be there
            roberta     | {"pad_token_id": 22}                | max_position_embeddings is 23 but must be at least 24
            xlm-roberta | {"position_embedding_type": "relative_key"} | position_embedding_type is "relative_key" but
            bert        | {"is_decoder": true}                | is_decoder is true but must be false
            electra     | {"add_cross_attention": true}       | add_cross_attention is true but must be false
            electra     | {"embedding_size": 0}               | embedding_size is 0 but must be at least 1
            mpnet       | {"relative_attention_num_buckets": 16} | relative_attention_num_buckets is 16 but must be 32
            mpnet       | {"num_attention_heads": 5}          | hidden_size is 24 but must be a multiple of num_attention_heads (5)
            albert      | {"num_hidden_groups": 5}            | num_hidden_groups is 5 but must be at most num_hidden_layers (4)
            albert      | {"inner_group_num": 0}              | inner_group_num is 0 but must be at least 1
            distilbert  | {"dim": 25}                         | dim is 25 but must be a multiple of num_attention_heads (3)
            distilbert  | {"activation": "mish"}              | activation is "mish" but must be one of
            roberta     | {"architectures": ["RobertaForMaskedLM"], "tie_word_embeddings": false} | tie_word_embeddings is false
            bert        | {"architectures": ["BertForQuestionAnswering"], "id2label": {"0": "a"}} | id2label has 1 entries but must have 2
            albert      | {"architectures": ["AlbertForPreTraining"], "num_labels": 3} | id2label has 3 entries but must have 2
            bert        | {"architectures": ["BertForSequenceClassification"], "problem_type": "ranking"} | problem_type is "ranking"
            electra     | {"architectures": ["ElectraForMultipleChoice"], "summary_type": "mean"} | summary_type is "mean"
            """)
    void whatIsWrongIsNamedWithItsValueAndRule(String type, String changes, String message) {
        InvalidInputException problem = assertThrows(InvalidInputException.class, () -> describe(type, changes));
        String said = String.valueOf(problem.getMessage());
        assertTrue(said.contains(message), said);
    }

    @Test
    void layersOfAlbertShareTheirGroupsEvenWhereTheyDoNotDivide() {
        Stacks stacks = describe(
                        "albert", "{\"num_hidden_layers\": 5, \"num_hidden_groups\": 2, \"inner_group_num\": 2}")
                .transformer()
                .stacks();
        assertEquals(4, stacks.last().layers().size());
        assertEquals(List.of(0, 1, 0, 1, 0, 1, 2, 3, 2, 3), stacks.last().order());
    }

    @ParameterizedTest
    @CsvSource({
        "1, , REGRESSION",
        "3, , SINGLE_LABEL",
        "3, regression, REGRESSION",
        "3, multi_label_classification, MULTI_LABEL",
        "1, single_label_classification, SINGLE_LABEL"
    })
    void theProblemIsTheConfigsOrFollowsFromTheNumberOfLabels(
            int labels, @Nullable String problem, ProblemType expected) {
        String type = problem == null ? "" : ", \"problem_type\": \"" + problem + "\"";
        ModelDescription description = describe(
                "roberta",
                "{\"architectures\": [\"RobertaForSequenceClassification\"], \"num_labels\": " + labels + type + "}");
        SequenceClassification head = (SequenceClassification) description.head();
        assertEquals(expected, head.problem());
        assertEquals(labels, head.labels().size());
    }

    @Test
    void anActivationThatIsNullIsNoneAndOneThatIsMissingIsTheDefault() {
        String choice = "{\"architectures\": [\"ElectraForMultipleChoice\"]";
        assertEquals(
                new MultipleChoice(new Pooler(0, Activation.GELU, 0.1)),
                describe("electra", choice + "}").head());
        assertEquals(
                new MultipleChoice(new Pooler(Pooling.FIRST, 0, Pooler.Mapping.NONE, Activation.IDENTITY, 0.3)),
                describe(
                                "electra",
                                choice + ", \"summary_activation\": null, \"summary_use_proj\": false,"
                                        + " \"summary_last_dropout\": 0.3}")
                        .head());
    }

    @Test
    void aModelOfMaskedTokensBecomesAClassifierWithTheNamesOfItsFamily() {
        ModelDescription masked = describe("roberta", "{\"architectures\": [\"RobertaForMaskedLM\"]}");
        ModelDescription classifier = masked.forSequenceClassification(List.of("no", "yes", "maybe"));
        assertEquals(
                "classifier.dense.weight",
                classifier.place("head.pooler.dense.weight").name());
        assertEquals(
                "classifier.out_proj.bias",
                classifier.place("head.classifier.bias").name());
        assertEquals(
                "lm_head.dense.weight", masked.place("head.transform.weight").name());
    }

    @Test
    void aClassifierKeepsTheDropoutOfItsConfigUnlessAnotherIsSet() {
        ModelDescription masked = describe("distilbert", "{\"seq_classif_dropout\": 0.4}");
        List<String> labels = List.of("no", "yes");
        assertEquals(0.4, dropout(masked.forSequenceClassification(labels)));
        assertEquals(0.3, dropout(masked.withDropout(0.3).forSequenceClassification(labels)));
    }

    private static double dropout(ModelDescription classifier) {
        return ((SequenceClassification) classifier.head()).pooler().outputDropout();
    }
}
