package dev.jformers.tokenizer.training;

import com.google.gson.JsonObject;
import dev.jformers.tokenizer.TokenizerPart;

/**
 * GPT-2's words, by the pattern
 * {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+}: a space belongs to the word behind it.
 */
record ByteLevelWords() implements PreTokenizer {

    /** What a character is to the pattern. */
    private enum Kind {
        SPACE,
        LETTER,
        NUMBER,
        OTHER;

        static Kind of(int codePoint) {
            if (codePoint < 128) {
                return ASCII[codePoint];
            }
            return classify(codePoint);
        }

        private static final Kind[] ASCII = new Kind[128];

        static {
            for (int i = 0; i < ASCII.length; i++) {
                ASCII[i] = classify(i);
            }
        }

        private static Kind classify(int codePoint) {
            if (Whitespace.isWhitespace(codePoint)) {
                return SPACE;
            }
            return switch (Character.getType(codePoint)) {
                case Character.UPPERCASE_LETTER,
                        Character.LOWERCASE_LETTER,
                        Character.TITLECASE_LETTER,
                        Character.MODIFIER_LETTER,
                        Character.OTHER_LETTER -> LETTER;
                case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
                default -> OTHER;
            };
        }
    }

    @Override
    public void split(char[] text, int from, int to, WordSink sink) {
        int start = from;
        while (start < to) {
            int end = wordEnd(text, start, to);
            sink.word(text, start, end);
            start = end;
        }
    }

    private static int wordEnd(char[] text, int start, int to) {
        int contraction = contraction(text, start, to);
        if (contraction > 0) {
            return start + contraction;
        }
        int first = text[start] == ' ' && start + 1 < to ? start + 1 : start;
        Kind kind = kind(text, first, to);
        if (kind == Kind.SPACE) {
            return spacesEnd(text, start, to);
        }
        return runEnd(text, first, to, kind);
    }

    private static int contraction(char[] text, int start, int to) {
        if (text[start] != '\'' || start + 1 >= to) {
            return 0;
        }
        char next = text[start + 1];
        if (next == 's' || next == 't' || next == 'm' || next == 'd') {
            return 2;
        }
        char last = start + 2 < to ? text[start + 2] : ' ';
        boolean two = (next == 'r' && last == 'e') || (next == 'v' && last == 'e') || (next == 'l' && last == 'l');
        return two ? 3 : 0;
    }

    /** Spaces leave the last one of them to the word that follows. */
    private static int spacesEnd(char[] text, int start, int to) {
        int end = runEnd(text, start, to, Kind.SPACE);
        return end == to || end == start + 1 ? end : end - 1;
    }

    private static int runEnd(char[] text, int start, int to, Kind kind) {
        int end = start;
        while (end < to && kind(text, end, to) == kind) {
            end += Character.isHighSurrogate(text[end]) ? 2 : 1;
        }
        return end;
    }

    private static Kind kind(char[] text, int at, int to) {
        char first = text[at];
        return Character.isHighSurrogate(first) && at + 1 < to
                ? Kind.of(Character.toCodePoint(first, text[at + 1]))
                : Kind.of(first);
    }

    @Override
    public JsonObject json() {
        JsonObject json = TokenizerPart.of("ByteLevel");
        json.addProperty("add_prefix_space", false);
        json.addProperty("trim_offsets", true);
        json.addProperty("use_regex", true);
        return json;
    }
}
