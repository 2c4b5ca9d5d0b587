package dev.jformers.family;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import dev.jformers.family.bert.Bert;
import java.util.List;

/** The families that jformers knows. */
public final class Families {

    private static final List<Family> ALL = List.of(new Bert());

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
        return type.isEmpty()
                ? "model_type is missing but must be one of " + known + "."
                : "model_type is \"" + type + "\" but must be one of " + known + NearMiss.hintOr(type, known, ".");
    }
}
