package dev.jformers.tokenizer.training;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;
import java.text.Normalizer.Form;

/**
 * BERT's normaliser: control characters go, every space is a plain one, Chinese characters stand alone.
 *
 * @param lowerCase whether letters become small
 * @param accents whether accents stay; taking them away leaves Hangul in pieces, for it takes letters apart and does not put
 *     them together again
 */
public record BertCleaning(boolean lowerCase, Accents accents) implements Normalizer {

    /** What becomes of accents. */
    public enum Accents {
        /** They go where case goes, as in BERT's models. */
        AS_CASE,
        /** They stay. */
        KEPT
    }

    @Override
    public String apply(String line) {
        String text = cleaned(line);
        if (lowerCase && accents == Accents.AS_CASE) {
            text = withoutMarks(java.text.Normalizer.normalize(text, Form.NFD));
        }
        return lowerCase ? new Lowercase().apply(text) : text;
    }

    private static String cleaned(String line) {
        StringBuilder text = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); ) {
            int codePoint = line.codePointAt(i);
            i += Character.charCount(codePoint);
            if (Whitespace.isWhitespace(codePoint) && !isRemovedSpace(codePoint)) {
                text.append(' ');
            } else if (isChinese(codePoint)) {
                text.append(' ').appendCodePoint(codePoint).append(' ');
            } else if (!isRemoved(codePoint)) {
                text.appendCodePoint(codePoint);
            }
        }
        return text.toString();
    }

    /** Control characters that are white space elsewhere. */
    private static boolean isRemovedSpace(int codePoint) {
        return codePoint == 0x0B || codePoint == 0x0C || codePoint == 0x85;
    }

    private static boolean isRemoved(int codePoint) {
        if (codePoint < 128) {
            return codePoint < ' ' || codePoint == 127;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE -> true;
            default -> codePoint == 0xFFFD;
        };
    }

    private static boolean isChinese(int codePoint) {
        return codePoint >= 0x3400
                && (codePoint <= 0x4DBF
                        || (codePoint >= 0x4E00 && codePoint <= 0x9FFF)
                        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
                        || isChineseBeyondTheFirstPlane(codePoint));
    }

    private static boolean isChineseBeyondTheFirstPlane(int codePoint) {
        return (codePoint >= 0x20000 && codePoint <= 0x2A6DF)
                || (codePoint >= 0x2A700 && codePoint <= 0x2B73F)
                || (codePoint >= 0x2B740 && codePoint <= 0x2B81F)
                || (codePoint >= 0x2B920 && codePoint <= 0x2CEAF)
                || (codePoint >= 0x2F800 && codePoint <= 0x2FA1F);
    }

    private static String withoutMarks(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(codePoint -> Character.getType(codePoint) != Character.NON_SPACING_MARK)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    @Override
    public JsonObject json() {
        JsonObject json = TokenizerPart.of("BertNormalizer");
        json.addProperty("clean_text", true);
        json.addProperty("handle_chinese_chars", true);
        if (accents == Accents.KEPT) {
            json.addProperty("strip_accents", false);
        } else {
            json.add("strip_accents", JsonNull.INSTANCE);
        }
        json.addProperty("lowercase", lowerCase);
        return json;
    }
}
