package dev.jformers.chat.template;

/** How Python writes a string in a program. */
final class PythonText {

    private PythonText() {}

    static String quoted(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        text.codePoints().forEach(letter -> append(quoted, letter, quote));
        return quoted.append(quote).toString();
    }

    private static void append(StringBuilder quoted, int letter, char quote) {
        switch (letter) {
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case '\\' -> quoted.append("\\\\");
            default -> {
                if (letter == quote) {
                    quoted.append('\\').append(quote);
                } else if (letter < ' ' || (letter >= 0x7F && letter < 0xA1) || letter == 0xAD) {
                    quoted.append(String.format("\\x%02x", letter));
                } else {
                    quoted.appendCodePoint(letter);
                }
            }
        }
    }
}
