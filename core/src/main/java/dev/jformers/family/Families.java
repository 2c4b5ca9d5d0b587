package dev.jformers.family;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import dev.jformers.family.bart.Bart;
import dev.jformers.family.bart.MBart;
import dev.jformers.family.bart.Marian;
import dev.jformers.family.bart.Pegasus;
import dev.jformers.family.bert.Bert;
import dev.jformers.family.gpt2.Gpt2;
import dev.jformers.family.llama.Llama;
import dev.jformers.family.llama.Mistral;
import dev.jformers.family.llama.Qwen2;
import dev.jformers.family.llama.Qwen3;
import dev.jformers.family.t5.MT5;
import dev.jformers.family.t5.T5;
import java.util.List;

/** The families that jformers knows. */
public final class Families {

    private static final List<Family> ALL = List.of(
            new Bart(),
            new Bert(),
            new Gpt2(),
            new Llama(),
            new Marian(),
            new MBart(),
            new Mistral(),
            new MT5(),
            new Pegasus(),
            new Qwen2(),
            new Qwen3(),
            new T5());

    private Families() {}

    /**
     * @throws InvalidInputException if no family has this {@code model_type}
     */
    public static Family of(ConfigJson config) {
        String type = config.text("model_type", "");
        return ALL.stream()
                .filter(family -> family.modelType().equals(type))
                .findFirst()
                .orElseThrow(() -> config.problem(unknown(type)));
    }

    /** The {@code model_type}s that are known. */
    public static List<String> modelTypes() {
        return ALL.stream().map(Family::modelType).toList();
    }

    private static String unknown(String type) {
        List<String> known = modelTypes();
        String nearest = NearMiss.of(type, known)
                .map(near -> " Did you mean " + near + "?")
                .orElse("");
        return type.isEmpty()
                ? "model_type is missing but must be one of " + known + "."
                : "model_type is \"" + type + "\" but must be one of " + known + "." + nearest;
    }
}
