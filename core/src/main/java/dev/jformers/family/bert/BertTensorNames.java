package dev.jformers.family.bert;

import java.util.List;
import java.util.regex.Pattern;

/** Paths of our parameters as the names that Hugging Face gives BERT's tensors. */
final class BertTensorNames {

    private record Rule(Pattern path, String name) {

        Rule(String path, String name) {
            this(Pattern.compile("^" + path), name);
        }
    }

    private static final List<Rule> RULES = List.of(
            new Rule("encoder\\.embeddings\\.word\\.", "embeddings.word_embeddings."),
            new Rule("encoder\\.embeddings\\.position\\.", "embeddings.position_embeddings."),
            new Rule("encoder\\.embeddings\\.segment\\.", "embeddings.token_type_embeddings."),
            new Rule("encoder\\.embeddings\\.norm\\.", "embeddings.LayerNorm."),
            new Rule("encoder\\.layer(\\d+)\\.attention\\.output\\.", "encoder.layer.$1.attention.output.dense."),
            new Rule("encoder\\.layer(\\d+)\\.attention\\.", "encoder.layer.$1.attention.self."),
            new Rule("encoder\\.layer(\\d+)\\.attentionNorm\\.", "encoder.layer.$1.attention.output.LayerNorm."),
            new Rule("encoder\\.layer(\\d+)\\.feedForward\\.up\\.", "encoder.layer.$1.intermediate.dense."),
            new Rule("encoder\\.layer(\\d+)\\.feedForward\\.down\\.", "encoder.layer.$1.output.dense."),
            new Rule("encoder\\.layer(\\d+)\\.feedForwardNorm\\.", "encoder.layer.$1.output.LayerNorm."),
            new Rule("head\\.pooler\\.", "pooler."),
            new Rule("head\\.classifier\\.", "classifier."),
            new Rule("head\\.transform\\.", "cls.predictions.transform.dense."),
            new Rule("head\\.norm\\.", "cls.predictions.transform.LayerNorm."),
            new Rule("head\\.bias", "cls.predictions.bias"));

    /** Tensors of heads, and those that repeat what other tensors say. */
    private static final Pattern DISPENSABLE =
            Pattern.compile("(pooler|classifier|cls|qa_outputs)\\..*|embeddings\\.position_ids");

    private BertTensorNames() {}

    static String of(String path) {
        for (Rule rule : RULES) {
            var matcher = rule.path().matcher(path);
            if (matcher.find()) {
                return matcher.replaceFirst(rule.name());
            }
        }
        throw new IllegalArgumentException("BERT has no parameter " + path);
    }

    /** Without the prefix that models with a head have, and with today's names of a norm's parameters. */
    static String canonical(String tensor) {
        String name = tensor.startsWith("bert.") ? tensor.substring("bert.".length()) : tensor;
        return name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias");
    }

    static boolean dispensable(String canonical) {
        return DISPENSABLE.matcher(canonical).matches();
    }
}
