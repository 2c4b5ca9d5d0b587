package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;

/** SentencePiece's cleaning, without its normal form: control characters go, line ends and invisible spaces become spaces. */
public record NmtCleaning() implements Normalizer {

    @Override
    public String apply(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (isSpace(letter)) {
                text.append(' ');
            } else if (!isRemoved(letter)) {
                text.append(letter);
            }
        }
        return text.toString();
    }

    private static boolean isSpace(char letter) {
        return switch (letter) {
            case '\t', '\n', '\f', '\r', 0x1680, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD -> true;
            default -> letter >= 0x200B && letter <= 0x200F;
        };
    }

    private static boolean isRemoved(char letter) {
        return (letter < ' ' && letter != 0) || letter == 0x7F || letter == 0x8F || letter == 0x9F;
    }

    @Override
    public JsonObject json() {
        return TokenizerPart.of("Nmt");
    }
}
