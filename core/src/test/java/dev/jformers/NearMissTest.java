package dev.jformers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearMissTest {

    private static final List<String> KNOWN =
            List.of("learning_rate", "weight_decay", "seed", "text_column", "label_column", "max_steps");

    @ParameterizedTest
    @CsvSource({
        "learnign_rate, learning_rate", // two neighbours swapped
        "learningrate, learning_rate", // one missing
        "learningRate, learning_rate", // case and one missing
        "learning-rate, learning_rate", // one replaced
        "weight__decay, weight_decay", // one too many
        "SEED, seed",
        "sede, seed",
        "labelcolum, label_column"
    })
    void slipIsRecognised(String written, String meant) {
        assertEquals(Optional.of(meant), NearMiss.of(written, KNOWN));
    }

    @Test
    void hintShowsANameOfSeveralWordsOnOneLineInQuotes() {
        assertEquals("; did you mean \"New York\"?", NearMiss.hint("New York", List.of("New\nYork")));
    }

    @Test
    void hintEndsAMessage() {
        assertEquals("; did you mean save_steps?", NearMiss.hint("save_step", List.of("save_steps")));
        assertEquals("", NearMiss.hint("seed", List.of("save_steps")));
        assertEquals(".", NearMiss.hintOr("seed", List.of("save_steps"), "."));
    }

    @Test
    void ofNearNamesTheOneThatBeginsWithTheValueIsTaken() {
        assertEquals(Optional.of("deberta-v2"), NearMiss.of("deberta", List.of("roberta", "deberta-v2", "bert")));
    }

    @Test
    void beginningOfNameIsRecognised() {
        assertEquals(Optional.of("learning_rate"), NearMiss.of("Learn", KNOWN));
    }

    @Test
    void ofSeveralNamesThatBeginWithTheValueTheShortestIsTaken() {
        assertEquals(Optional.of("save_steps"), NearMiss.of("save", List.of("save_total_limit", "save_steps")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "l", "le", "batch", "decay_rate_of_weights", "ab"})
    void unlikeNamesAreNotSuggested(String written) {
        assertEquals(Optional.empty(), NearMiss.of(written, KNOWN));
    }

    @Test
    void nearestNameWinsWhateverTheOrder() {
        assertEquals(Optional.of("adam_beta2"), NearMiss.of("adam_beta_2", List.of("adam_beta1", "adam_beta2")));
        assertEquals(Optional.of("adam_beta1"), NearMiss.of("adam_beta", List.of("adam_beta2", "adam_beta1")));
    }

    @Test
    void wholeTextsAreNotCompared() {
        String text = "x".repeat(100_000);
        assertEquals(Optional.empty(), NearMiss.of(text, List.of(text + "y")));
    }

    @Test
    void nothingKnownGivesNoSuggestion() {
        assertEquals(Optional.empty(), NearMiss.of("seed", List.of()));
    }
}
