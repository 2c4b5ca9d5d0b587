package dev.jformers.tokenizer.training;

/** Unicode's property White_Space, which Java's own tests for spaces do not have as it is. */
final class Whitespace {

    private Whitespace() {}

    static boolean isWhitespace(int codePoint) {
        if (codePoint < 128) {
            return codePoint == ' ' || (codePoint >= '\t' && codePoint <= '\r');
        }
        return codePoint == 0x85 || codePoint == 0xA0 || isSeparator(codePoint);
    }

    private static boolean isSeparator(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
