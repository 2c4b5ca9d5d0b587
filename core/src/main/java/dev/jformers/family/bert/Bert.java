package dev.jformers.family.bert;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.jformers.attention.AttentionConfig;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Family;
import dev.jformers.head.Features;
import dev.jformers.head.Head;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.SequenceClassification;
import dev.jformers.layer.Activation;
import dev.jformers.layer.FeedForwardConfig;
import dev.jformers.layer.LayerNorm;
import dev.jformers.layer.Norm;
import dev.jformers.layer.NormPlacement;
import dev.jformers.model.TransformerConfig;
import dev.jformers.position.Learned;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** BERT (Devlin et al. 2019): an encoder, normalised after each sublayer, with learned positions and segments. */
public final class Bert implements Family {

    private static final Map<String, Activation> ACTIVATIONS = Map.of(
            "gelu", Activation.GELU,
            "gelu_new", Activation.GELU_TANH,
            "gelu_pytorch_tanh", Activation.GELU_TANH,
            "relu", Activation.RELU,
            "silu", Activation.SILU,
            "swish", Activation.SILU);

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public TransformerConfig transformer(ConfigJson config) {
        int hidden = config.size("hidden_size");
        int heads = config.size("num_attention_heads");
        if (hidden % heads != 0) {
            throw config.problem("hidden_size is " + hidden + " but must be a multiple of num_attention_heads (" + heads
                    + "); use " + nearestMultiples(hidden, heads) + ".");
        }
        String positions = config.text("position_embedding_type", "absolute");
        if (!positions.equals("absolute")) {
            throw config.problem("position_embedding_type is \"" + positions + "\" but must be \"absolute\".");
        }
        double attentionDropout = config.rate("attention_probs_dropout_prob", 0.1);
        return new TransformerConfig(
                config.size("vocab_size"),
                padding(config),
                hidden,
                config.count("type_vocab_size", 2),
                config.size("num_hidden_layers"),
                new AttentionConfig(heads, hidden / heads, attentionDropout),
                new FeedForwardConfig(config.size("intermediate_size"), activation(config)),
                new Learned(config.size("max_position_embeddings")),
                norm(config),
                NormPlacement.POST,
                config.rate("hidden_dropout_prob", 0.1),
                config.number("initializer_range", 0.02));
    }

    private static int padding(ConfigJson config) {
        int padding = config.count("pad_token_id", 0);
        int vocabulary = config.size("vocab_size");
        if (padding >= vocabulary) {
            throw config.problem("pad_token_id is " + padding + " but must be below vocab_size (" + vocabulary + ").");
        }
        return padding;
    }

    private static String nearestMultiples(int hidden, int heads) {
        int below = hidden / heads * heads;
        return below == 0 ? Integer.toString(heads) : below + " or " + (below + heads);
    }

    private static Activation activation(ConfigJson config) {
        return config.choice("hidden_act", "gelu", ACTIVATIONS);
    }

    private static Norm norm(ConfigJson config) {
        return new LayerNorm(config.number("layer_norm_eps", 1e-12));
    }

    @Override
    public Head head(ConfigJson config, Set<String> tensors) {
        String architecture = config.first("architectures", "BertModel");
        return switch (architecture) {
            case "BertModel" -> new Features(tensors.contains("pooler.dense.weight"));
            case "BertForMaskedLM", "BertForPreTraining" -> maskedLanguageModel(config);
            case "BertForSequenceClassification" ->
                new SequenceClassification(labels(config), config.rate("classifier_dropout", hiddenDropout(config)));
            default ->
                throw config.problem("architectures is [\"" + architecture + "\"] but must be one of BertModel, "
                        + "BertForMaskedLM, BertForSequenceClassification.");
        };
    }

    private static double hiddenDropout(ConfigJson config) {
        return config.rate("hidden_dropout_prob", 0.1);
    }

    private static List<String> labels(ConfigJson config) {
        List<String> labels = config.labels();
        int count = config.count("num_labels", 2);
        return labels.isEmpty()
                ? IntStream.range(0, count).mapToObj(id -> "LABEL_" + id).toList()
                : labels;
    }

    @Override
    public Head maskedLanguageModel(ConfigJson config) {
        return new MaskedLanguageModel(activation(config), norm(config));
    }

    @Override
    public JsonObject withHead(JsonObject config, Head head) {
        JsonObject result = config.deepCopy();
        result.remove("id2label");
        result.remove("label2id");
        String architecture = "BertModel";
        if (head instanceof MaskedLanguageModel) {
            architecture = "BertForMaskedLM";
        } else if (head instanceof SequenceClassification classification) {
            architecture = "BertForSequenceClassification";
            putLabels(result, classification.labels());
        }
        JsonArray architectures = new JsonArray();
        architectures.add(architecture);
        result.add("architectures", architectures);
        return result;
    }

    private static void putLabels(JsonObject config, List<String> labels) {
        JsonObject names = new JsonObject();
        JsonObject ids = new JsonObject();
        for (int id = 0; id < labels.size(); id++) {
            names.addProperty(Integer.toString(id), labels.get(id));
            ids.addProperty(labels.get(id), id);
        }
        config.add("id2label", names);
        config.add("label2id", ids);
    }

    @Override
    public String tensorName(String path, Head head) {
        String name = BertTensorNames.of(path);
        boolean ofTask = name.startsWith("cls.") || name.startsWith("classifier.");
        return head instanceof Features || ofTask ? name : "bert." + name;
    }

    @Override
    public String canonical(String tensor) {
        return BertTensorNames.canonical(tensor);
    }

    @Override
    public boolean dispensable(String canonical) {
        return BertTensorNames.dispensable(canonical);
    }
}
