package dev.jformers;

import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.family.Architecture;
import dev.jformers.family.ConfigJson;
import dev.jformers.family.Families;
import dev.jformers.family.Family;
import dev.jformers.family.StoredTensor;
import dev.jformers.family.TensorNames;
import dev.jformers.family.UnknownKeys;
import dev.jformers.head.CausalLanguageModel;
import dev.jformers.head.Features;
import dev.jformers.head.Head;
import dev.jformers.head.MaskedLanguageModel;
import dev.jformers.head.SequenceClassification;
import dev.jformers.layer.TruncatedNormal;
import dev.jformers.model.ShiftRight;
import dev.jformers.model.Stacks;
import dev.jformers.model.TransformerConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model is, without its weights.
 *
 * @param family the kind of model
 * @param config its {@code config.json}; not to be changed
 * @param transformer what the config says of the transformer
 * @param names how its tensors are stored
 * @param head what the model is for
 */
public record ModelDescription(
        Family family, JsonObject config, TransformerConfig transformer, TensorNames names, Head head) {

    private static final String ARCHITECTURES = "architectures";
    private static final String PREFIX = "prefix_lm";

    /**
     * @throws InvalidInputException if the config describes no model that jformers knows
     */
    public static ModelDescription of(HuggingFaceFolder folder) {
        ConfigJson reader = new ConfigJson("config.json of " + folder.path(), folder.config());
        TensorNames names = Families.of(reader).tensorNames(reader);
        Set<String> tensors =
                folder.tensors().keySet().stream().map(names::canonical).collect(Collectors.toSet());
        return of(reader, folder.config(), tensors);
    }

    /**
     * The description of a model that has no weights yet. See also {@link #unknownKeys}.
     *
     * @param source what messages call the config
     * @throws InvalidInputException if the config describes no model that jformers knows
     */
    public static ModelDescription of(String source, JsonObject config) {
        return of(new ConfigJson(source, config), config, Set.of());
    }

    /**
     * What is wrong with keys of a new model's config that nothing reads: they are misspelt, or ask for what jformers does not have. Configs
     * from elsewhere may hold such keys.
     *
     * @param config one of which there is a description: where it cannot be read to its end, nobody knows what is read behind
     * @return by the key, from which the text reads on
     * @throws InvalidInputException if the family is not known
     */
    public static Map<String, String> unknownKeys(String source, JsonObject config) {
        return UnknownKeys.in(config, Families.of(new ConfigJson(source, config)), Set.of(PREFIX));
    }

    private static ModelDescription of(ConfigJson reader, JsonObject config, Set<String> tensors) {
        Family family = Families.of(reader);
        Head head = architecture(family, reader).head(reader, tensors);
        TransformerConfig transformer = family.transformer(reader);
        boolean readsPrefixes = reader.flag(PREFIX, false);
        if (!(transformer.stacks() instanceof Stacks.DecoderOnly)) {
            Architecture.requireNoFurther(reader, family.modelType());
            requireNoPrefixes(reader, readsPrefixes);
        }
        return new ModelDescription(family, config, transformer, family.tensorNames(reader), head);
    }

    private static void requireNoPrefixes(ConfigJson reader, boolean readsPrefixes) {
        if (readsPrefixes) {
            throw reader.problem(
                    PREFIX + " is true but must be false or absent: only a decoder without an encoder reads prefixes.");
        }
    }

    private static Architecture architecture(Family family, ConfigJson reader) {
        String name = reader.first(ARCHITECTURES, family.architectures().get(0).name());
        return family.architectures().stream()
                .filter(architecture -> architecture.name().equals(name))
                .findFirst()
                .orElseThrow(() -> reader.problem("architectures is [\"" + name + "\"] but must be one of "
                        + String.join(
                                ", ",
                                family.architectures().stream()
                                        .map(Architecture::name)
                                        .toList())
                        + "."));
    }

    /**
     * The token that ends a text, {@code eos_token_id}; the first of them where there are several.
     *
     * @throws InvalidInputException if the config has none, or one that is not in the vocabulary
     */
    public int endOfTextId() {
        String key = "eos_token_id";
        JsonElement value = config.get(key);
        JsonElement first = value instanceof JsonArray several && !several.isEmpty() ? several.get(0) : value;
        long vocabulary = transformer.outputVocabularySize();
        if (first instanceof JsonPrimitive number && number.getAsString().matches("[0-9]{1,9}")) {
            int id = number.getAsInt();
            if (id < vocabulary) {
                return id;
            }
        }
        throw new ConfigJson("config.json", config)
                .problem(key + " is " + (value == null ? "missing" : value)
                        + " but must be the id of the token that ends a text, from 0 to " + (vocabulary - 1) + ".");
    }

    /**
     * The token that fills up rows of different lengths; what stands there is masked, so that it is 0 where the config has no {@code
     * pad_token_id}.
     */
    public int fillerId() {
        long own = transformer.paddingId();
        ConfigJson reader = new ConfigJson("config.json", config);
        return Math.max(0, own < 0 ? reader.padding(-1) : Math.toIntExact(own));
    }

    /**
     * The token that opens what the decoder behind an encoder writes, {@code decoder_start_token_id} or the family's own.
     *
     * @throws InvalidInputException if there is none
     */
    public int decoderStartId() {
        ConfigJson reader = new ConfigJson("config.json", config);
        ShiftRight shift = transformer.stacks() instanceof Stacks.EncoderDecoder both ? both.ofLabels() : null;
        int own = shift instanceof ShiftRight.FromStart start ? Math.toIntExact(start.startId()) : -1;
        int id = reader.integer("decoder_start_token_id", own);
        if (id < 0 || id >= transformer.outputVocabularySize()) {
            throw reader.problem("decoder_start_token_id is " + (id == -1 ? "missing" : id)
                    + " but must be the id of the token that opens what the decoder writes.");
        }
        return id;
    }

    /** Where a parameter lies in the files that are written. */
    public StoredTensor place(String path) {
        return names.place(path, head instanceof Features);
    }

    /** What a weight's first values are drawn by. */
    Initializer initializer(String path) {
        ConfigJson reader = new ConfigJson("config.json", config);
        double deviation = family.standardDeviation(reader, path);
        double cutoff = family.cutoff(reader);
        return Double.isInfinite(cutoff)
                ? new NormalInitializer((float) deviation)
                : new TruncatedNormal(deviation, cutoff);
    }

    /** The same transformer for the classification of sequences, with the config's dropout, or that set by {@link #withDropout}. */
    public ModelDescription forSequenceClassification(List<String> labels) {
        JsonObject named = config.deepCopy();
        named.remove("problem_type");
        putLabels(named, labels);
        ModelDescription classifier = with(SequenceClassification.class, named);
        return hasOwnDropout() ? classifier : classifier.withDropout(transformer.dropout());
    }

    private boolean hasOwnDropout() {
        return transformer.equals(family.transformer(new ConfigJson("config.json", config)));
    }

    /** The same transformer for the prediction of masked tokens. */
    public ModelDescription forMaskedLanguageModeling() {
        return with(MaskedLanguageModel.class, config.deepCopy());
    }

    /** The same transformer for the prediction of the next token; an encoder-decoder predicts that of the decoder. */
    public ModelDescription forLanguageModeling() {
        JsonObject causal = config.deepCopy();
        causal.remove(PREFIX);
        return with(CausalLanguageModel.class, causal);
    }

    /**
     * The same decoder for the prediction of what follows a prefix whose tokens all see each other; its config says so by a key of our
     * own, {@value #PREFIX}, that other programs pass over.
     */
    public ModelDescription forPrefixLanguageModeling() {
        JsonObject both = config.deepCopy();
        both.addProperty(PREFIX, true);
        return with(CausalLanguageModel.class, both);
    }

    /** Whether all tokens of a prompt see each other. */
    public boolean readsPrefixes() {
        return new ConfigJson("config.json", config).flag(PREFIX, false);
    }

    private ModelDescription with(Class<? extends Head> type, JsonObject changed) {
        ConfigJson reader = new ConfigJson("config.json", changed);
        Architecture architecture = family.architectures().stream()
                .filter(candidate -> candidate.type() == type)
                .findFirst()
                .orElseThrow(() -> reader.problem("model_type is " + family.modelType() + ", of which there is no "
                        + type.getSimpleName() + "; take another model or objective."));
        if (type != SequenceClassification.class) {
            changed.remove("id2label");
            changed.remove("label2id");
        }
        JsonArray architectures = new JsonArray();
        architectures.add(architecture.name());
        changed.add(ARCHITECTURES, architectures);
        Head other = architecture.head(reader, Set.of());
        // what some families' decoders read depends on what they are for
        TransformerConfig configured = family.transformer(reader);
        TransformerConfig shape = hasOwnDropout() ? configured : configured.withDropout(transformer.dropout());
        return new ModelDescription(family, changed, shape, family.tensorNames(reader), other);
    }

    private static void putLabels(JsonObject config, List<String> labels) {
        JsonObject byId = new JsonObject();
        JsonObject ids = new JsonObject();
        for (int id = 0; id < labels.size(); id++) {
            byId.addProperty(Integer.toString(id), labels.get(id));
            ids.addProperty(labels.get(id), id);
        }
        config.add("id2label", byId);
        config.add("label2id", ids);
    }

    /**
     * The same model with other dropout in training; its config stays as it is.
     *
     * @param rate at least 0 and below 1
     */
    public ModelDescription withDropout(double rate) {
        return new ModelDescription(family, config, transformer.withDropout(rate), names, head.withDropout(rate));
    }
}
