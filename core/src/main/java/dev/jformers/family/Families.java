package dev.jformers.family;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import dev.jformers.family.bert.Bert;
import dev.jformers.family.deberta.DebertaV2;
import dev.jformers.family.gpt2.Gpt2;
import dev.jformers.family.llama.Llama;
import dev.jformers.family.llama.Mistral;
import dev.jformers.family.llama.Qwen2;
import dev.jformers.family.llama.Qwen3;
import dev.jformers.family.modernbert.ModernBert;
import dev.jformers.family.t5.T5;
import dev.jformers.family.xlnet.Xlnet;
import java.util.List;

/** The families that jformers knows. */
public final class Families {

    private static final List<Family> ALL = List.of(
            new Bert(),
            new Gpt2(),
            new Llama(),
            new DebertaV2(),
            new Mistral(),
            new ModernBert(),
            new Qwen2(),
            new Qwen3(),
            new T5(),
            new Xlnet());

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

    private static String unknown(String type) {
        List<String> known = ALL.stream().map(Family::modelType).toList();
        String nearest = NearMiss.of(type, known)
                .map(near -> " Did you mean " + near + "?")
                .orElse("");
        return type.isEmpty()
                ? "model_type is missing but must be one of " + known + "."
                : "model_type is \"" + type + "\" but must be one of " + known + "." + nearest;
    }
}
