package dev.jformers.cli;

import dev.jformers.Acceleration;
import dev.jformers.generation.GenerationConfig;
import java.util.List;

/**
 * How answers of a conversation are generated.
 *
 * @param stopStrings end an answer, and are not part of it
 */
record AnswerSettings(GenerationConfig config, List<String> stopStrings, Acceleration acceleration) {

    AnswerSettings {
        stopStrings = List.copyOf(stopStrings);
    }
}
