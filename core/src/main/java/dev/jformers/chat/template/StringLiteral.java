package dev.jformers.chat.template;

/** The escapes of Python's strings. */
final class StringLiteral {

    private static final String LETTERS = "ntr\\'\"abfv0\n";
    private static final String MEANINGS = "\n\t\r\\'\"\u0007\b\f\u000B\0";

    private StringLiteral() {}

    static String unescaped(String text) {
        StringBuilder meaning = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter != '\\' || i + 1 == text.length()) {
                meaning.append(letter);
            } else {
                i = append(meaning, text, i + 1);
            }
        }
        return meaning.toString();
    }

    /** Appends what the escape means whose letter is at a place, and returns the place of its last letter. */
    private static int append(StringBuilder meaning, String text, int at) {
        char letter = text.charAt(at);
        int digits = letter == 'x' ? 2 : letter == 'u' ? 4 : letter == 'U' ? 8 : 0;
        if (digits > 0) {
            return appendCodePoint(meaning, text, at + 1, digits);
        }
        int known = LETTERS.indexOf(letter);
        if (known < 0) {
            meaning.append('\\').append(letter);
        } else if (known < MEANINGS.length()) {
            meaning.append(MEANINGS.charAt(known));
        }
        return at;
    }

    private static int appendCodePoint(StringBuilder meaning, String text, int start, int digits) {
        int end = start + digits;
        if (end > text.length() || !text.substring(start, end).matches("[0-9a-fA-F]+")) {
            throw new TemplateError(
                    "\\" + text.charAt(start - 1) + " must be followed by " + digits + " hexadecimal digits");
        }
        long codePoint = Long.parseLong(text.substring(start, end), 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            throw new TemplateError(text.substring(start, end) + " is no code point");
        }
        meaning.appendCodePoint((int) codePoint);
        return end - 1;
    }
}
