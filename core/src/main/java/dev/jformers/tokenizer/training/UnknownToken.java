package dev.jformers.tokenizer.training;

import dev.jformers.InvalidInputException;

/** The special token that stands for what a vocabulary does not have. */
final class UnknownToken {

    private UnknownToken() {}

    /**
     * @throws InvalidInputException if there is none
     */
    static String of(VocabularySettings vocabulary) {
        return SpecialRole.UNK
                .in(vocabulary.specialTokens())
                .orElseThrow(() -> new InvalidInputException("The special tokens " + vocabulary.specialTokens()
                        + " have none for what is unknown; add one of " + SpecialRole.UNK.names() + "."));
    }
}
