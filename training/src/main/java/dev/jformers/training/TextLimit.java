package dev.jformers.training;

import dev.jformers.InvalidInputException;
import dev.jformers.ModelDescription;

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
        if (maxLength > positions) {
            throw new InvalidInputException(
                    "%s is %d but %s has %d positions; use at most %4$d.".formatted(key, maxLength, model, positions));
        }
    }
}
