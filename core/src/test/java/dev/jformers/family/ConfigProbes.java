package dev.jformers.family;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import dev.jformers.position.Rotary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Finds out what a family makes of a config.json by changing one key after the other. */
final class ConfigProbes {

    private static final Set<String> NOT_SETTINGS = Set.of("model_type", "architectures", "transformers_version");

    private static final String KEY_VALUE_HEADS = "num_key_value_heads";

    /** Where they are given, other keys must fit them. */
    private static final List<String> REPEATING =
            List.of("layer_types", "d_head", "pooler_hidden_size", KEY_VALUE_HEADS);

    private static final List<String> TEXTS = List.of(
            "gelu",
            "gelu_new",
            "linear",
            "relu",
            "relu2",
            "silu",
            "tanh",
            "gated-gelu",
            "gated-relu",
            "gated-silu",
            "group_limited_greedy",
            "layer_norm",
            "first",
            "mean");

    private static final List<String> ROTARY_TYPES =
            List.of("default", "dynamic", "linear", "llama3", "longrope", "yarn");

    private final FamilyFacts facts = new FamilyFacts();
    private final Set<String> read = new TreeSet<>();
    private final Map<String, JsonElement> refused = new TreeMap<>();

    FamilyFacts facts() {
        return facts;
    }

    /** The keys of which some other value makes another model. */
    Set<String> read() {
        return Set.copyOf(read);
    }

    /** The keys of which each other value that was tried is refused, with their values. */
    Map<String, JsonElement> fixed() {
        Map<String, JsonElement> fixed = new TreeMap<>(refused);
        fixed.keySet().removeAll(read);
        REPEATING.forEach(fixed::remove);
        return fixed;
    }

    /** Tries a config as it is, and each of its keys with other values and without one. */
    void add(JsonObject config) {
        ModelDescription model = ModelDescription.of("config.json", config);
        facts.add(model);
        probe(model);
        probe(ModelDescription.of("config.json", shorter(config)));
    }

    private static JsonObject shorter(JsonObject config) {
        JsonObject shorter = config.deepCopy();
        REPEATING.stream()
                .filter(key -> !key.equals(KEY_VALUE_HEADS) || config.has("kv_lora_rank"))
                .forEach(shorter::remove);
        if (config.has("use_sliding_window")) {
            shorter.addProperty("use_sliding_window", true);
            shorter.addProperty("sliding_window", 5);
            shorter.addProperty("max_window_layers", 1);
        }
        return shorter;
    }

    private void probe(ModelDescription model) {
        for (String key : model.config().keySet()) {
            if (!NOT_SETTINGS.contains(key)) {
                others(model.config().get(key), model).forEach(other -> probe(model, key, other));
            }
        }
    }

    private void probe(ModelDescription model, String key, JsonElement other) {
        JsonObject changed = model.config().deepCopy();
        changed.add(key, other);
        try {
            ModelDescription made = ModelDescription.of("config.json", changed);
            if (!made.transformer().equals(model.transformer())
                    || !made.head().equals(model.head())
                    || deviation(made) != deviation(model)) {
                facts.add(made);
                read.add(key);
            }
        } catch (InvalidInputException e) {
            refused.put(key, model.config().get(key));
        }
    }

    private static double deviation(ModelDescription model) {
        return model.family()
                .standardDeviation(
                        new ConfigJson("config.json", model.config()),
                        "transformer.decoder.layer0.feedForward.down.weight");
    }

    private static List<JsonElement> others(JsonElement value, ModelDescription model) {
        List<JsonElement> others = new ArrayList<>();
        if (value instanceof JsonObject) {
            others.addAll(rotary(model));
        } else if (value instanceof JsonArray list) {
            others.add(ofOne("full_attention", list.size()));
            others.add(ofOne("sliding_attention", list.size()));
            others.add(ofOne("c2p", 1));
        } else if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            others.add(new JsonPrimitive(!primitive.getAsBoolean()));
        } else if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
            double number = primitive.getAsDouble();
            DoubleStream.of(number + 1, number - 1, number * 2, number * 3, number / 2, 1, 0.5, 0)
                    .filter(other -> other != number)
                    .forEach(other -> others.add(new JsonPrimitive(other)));
        } else {
            others.addAll(Stream.concat(
                            TEXTS.stream().map(JsonPrimitive::new),
                            Stream.of(new JsonPrimitive(5), new JsonPrimitive(0.25), new JsonPrimitive(true)))
                    .toList());
        }
        if (!value.isJsonNull()) {
            others.add(JsonNull.INSTANCE);
        }
        return others;
    }

    private static JsonArray ofOne(String text, int times) {
        JsonArray list = new JsonArray();
        Collections.nCopies(times, text).forEach(list::add);
        return list;
    }

    /** Rotary positions of all kinds, for all layers and for each kind of layer. */
    private static List<JsonObject> rotary(ModelDescription model) {
        List<JsonObject> all = new ArrayList<>();
        if (model.transformer().stacks().first().layers().get(0).attention().position() instanceof Rotary rotary) {
            for (String type : ROTARY_TYPES) {
                JsonObject parameters = parameters(type, rotary.dim());
                all.add(parameters);
                JsonObject nested = new JsonObject();
                nested.add("full_attention", parameters);
                nested.add("sliding_attention", parameters);
                all.add(nested);
            }
        }
        return all;
    }

    private static JsonObject parameters(String type, int dim) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("rope_type", type);
        parameters.addProperty("factor", 2);
        parameters.addProperty("original_max_position_embeddings", 16);
        if (type.equals("llama3")) {
            parameters.addProperty("low_freq_factor", 1);
            parameters.addProperty("high_freq_factor", 4);
        }
        if (type.equals("longrope")) {
            JsonArray factors = new JsonArray();
            for (int i = 0; i < dim / 2; i++) {
                factors.add(i + 1);
            }
            parameters.add("short_factor", factors);
            parameters.add("long_factor", factors);
        }
        return parameters;
    }
}
