package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;

/** Makes letters small, each without a look at its neighbours. */
public record Lowercase() implements Normalizer {

    private static final int CAPITAL_I_WITH_DOT = 0x130;
    private static final int DOT_ABOVE = 0x307;

    @Override
    public String apply(String line) {
        StringBuilder lower = new StringBuilder(line.length());
        line.codePoints().forEach(codePoint -> {
            if (codePoint == CAPITAL_I_WITH_DOT) {
                lower.append('i').appendCodePoint(DOT_ABOVE);
            } else {
                lower.appendCodePoint(Character.toLowerCase(codePoint));
            }
        });
        return lower.toString();
    }

    @Override
    public JsonObject json() {
        return TokenizerPart.of("Lowercase");
    }
}
