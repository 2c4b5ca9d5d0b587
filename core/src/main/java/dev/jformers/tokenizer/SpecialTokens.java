package dev.jformers.tokenizer;

import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenizerJson.AddedToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What masked language modelling must know of a vocabulary.
 *
 * @param maskToken the token that hides another, as texts have it
 * @param mask its id
 * @param special ids of all special tokens
 * @param vocabularySize number of tokens
 */
public record SpecialTokens(String maskToken, int mask, Set<Integer> special, int vocabularySize) {

    private static final Set<String> MASKS = Set.of("[MASK]", "<mask>");

    public SpecialTokens {
        special = Set.copyOf(special);
    }

    /**
     * @param folder holds {@code tokenizer.json}
     * @throws InvalidInputException if it is no tokenizer or has no mask token
     * @throws IOException if it cannot be read
     */
    public static SpecialTokens read(Path folder) throws IOException {
        TokenizerJson tokenizer = TokenizerJson.read(folder);
        List<AddedToken> special =
                tokenizer.addedTokens().stream().filter(AddedToken::special).toList();
        AddedToken mask = special.stream()
                .filter(token -> MASKS.contains(token.content()))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new InvalidInputException(tokenizer.file() + " has no special token among " + MASKS
                        + " in added_tokens; masked language modelling needs one."));
        Set<Integer> ids = special.stream().map(AddedToken::id).collect(Collectors.toSet());
        return new SpecialTokens(mask.content(), mask.id(), ids, tokenizer.vocabularySize());
    }
}
