package dev.jformers.training;

import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;
import java.util.Optional;

/**
 * How many tokens of a text a model can read.
 *
 * @param model what messages call the model
 * @param positions how many it has
 */
record TextLimit(String model, long positions) {

    static TextLimit of(String model, ModelDescription description) {
        return new TextLimit(model, description.transformer().maxPositions());
    }

    /**
     * @param key what asks for texts of this length
     * @throws InvalidInputException if the model has fewer positions
     */
    void require(String key, int maxLength) {
        problem(maxLength).ifPresent(problem -> {
            throw new InvalidInputException(key + " " + problem + ".");
        });
    }

    /** What is wrong with texts of this length; reads on from the key that asks for them. Empty where all is well. */
    Optional<String> problem(int maxLength) {
        return maxLength <= positions
                ? Optional.empty()
                : Optional.of("is %d but %s has %d positions; use at most %3$d".formatted(maxLength, model, positions));
    }
}
