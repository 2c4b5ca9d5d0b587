package dev.jformers.family;

import dev.jformers.head.Head;

/**
 * What a family's models can be for.
 *
 * @param name Hugging Face's name of the class, as {@code architectures} in config.json has it
 * @param type of its head
 * @param reader makes the head of a config
 */
public record Architecture(String name, Class<? extends Head> type, Reader reader) {

    /** Makes the head of a config. */
    @FunctionalInterface
    public interface Reader {

        /**
         * @param names of the tensors that are there, see {@link TensorNames#canonical}; empty where there are none yet
         * @throws dev.jformers.InvalidInputException if a key is missing or its value is impossible
         */
        Head head(ConfigJson config, java.util.Set<String> names);
    }
}
