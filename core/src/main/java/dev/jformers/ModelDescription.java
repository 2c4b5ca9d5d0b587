package dev.jformers;

import com.google.gson.JsonObject;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Families;
import dev.jformers.family.Family;
import dev.jformers.head.Head;
import dev.jformers.head.SequenceClassification;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model is, without its weights.
 *
 * @param family the kind of model
 * @param config its {@code config.json}; not to be changed
 * @param transformer what the config says of the transformer
 * @param head what the model is for
 */
public record ModelDescription(Family family, JsonObject config, TransformerConfig transformer, Head head) {

    /**
     * @throws InvalidInputException if the config describes no model that jformers knows
     */
    public static ModelDescription of(HuggingFaceFolder folder) {
        Family family = Families.of(reader(folder));
        Set<String> tensors =
                folder.tensors().keySet().stream().map(family::canonical).collect(Collectors.toSet());
        return of(reader(folder), folder.config(), tensors);
    }

    /**
     * The description of a model that has no weights yet.
     *
     * @param source what messages call the config
     * @throws InvalidInputException if the config describes no model that jformers knows
     */
    public static ModelDescription of(String source, JsonObject config) {
        return of(new ConfigJson(source, config), config, Set.of());
    }

    private static ModelDescription of(ConfigJson reader, JsonObject config, Set<String> tensors) {
        Family family = Families.of(reader);
        return new ModelDescription(family, config, family.transformer(reader), family.head(reader, tensors));
    }

    private static ConfigJson reader(HuggingFaceFolder folder) {
        return new ConfigJson("config.json of " + folder.path(), folder.config());
    }

    /** The same transformer for the classification of sequences, with the config's dropout. */
    public ModelDescription forSequenceClassification(List<String> labels) {
        return withHead(new SequenceClassification(labels, transformer.dropout()));
    }

    /** The same transformer for the prediction of masked tokens. */
    public ModelDescription forMaskedLanguageModeling() {
        return withHead(family.maskedLanguageModel(new ConfigJson("config.json", config)));
    }

    private ModelDescription withHead(Head other) {
        return new ModelDescription(family, family.withHead(config, other), transformer, other);
    }

    /**
     * The same model with other dropout in training; its config stays as it is.
     *
     * @param rate at least 0 and below 1
     */
    public ModelDescription withDropout(double rate) {
        Head other = head instanceof SequenceClassification classification
                ? new SequenceClassification(classification.labels(), rate)
                : head;
        return new ModelDescription(family, config, transformer.withDropout(rate), other);
    }
}
