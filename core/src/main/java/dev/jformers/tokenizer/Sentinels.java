package dev.jformers.tokenizer;

import dev.jformers.InvalidInputException;
import dev.jformers.tokenizer.TokenizerJson.AddedToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tokens that stand for what is cut out of a text (Raffel et al. 2020, section 3.1.4): {@code <extra_id_0>} and so on. */
public final class Sentinels {

    private Sentinels() {}

    static String token(int number) {
        return "<extra_id_" + number + ">";
    }

    /**
     * Their ids, in order.
     *
     * @param folder holds {@code tokenizer.json}
     * @throws InvalidInputException if it is no tokenizer, or has none of them
     * @throws IOException if it cannot be read
     */
    public static List<Integer> read(Path folder) throws IOException {
        TokenizerJson tokenizer = TokenizerJson.read(folder);
        Map<String, Integer> added = tokenizer.addedTokens().stream()
                .collect(Collectors.toMap(AddedToken::content, AddedToken::id, (first, second) -> second));
        List<Integer> ids = new ArrayList<>();
        Optional<Integer> next = Optional.ofNullable(added.get(token(0)));
        while (next.isPresent()) {
            ids.add(next.get());
            next = Optional.ofNullable(added.get(token(ids.size())));
        }
        if (ids.isEmpty()) {
            throw new InvalidInputException(tokenizer.file() + " has no " + token(0)
                    + " among its added_tokens; span corruption needs such tokens, so take a T5's tokenizer, or"
                    + " tokenizer: {type: bytes, extra_ids: 100} for a new model.");
        }
        return List.copyOf(ids);
    }
}
