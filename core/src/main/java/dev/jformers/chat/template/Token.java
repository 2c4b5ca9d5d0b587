package dev.jformers.chat.template;

/**
 * A piece of a template's source.
 *
 * @param text what it stands for: the text itself, the name, the string without its quotes
 * @param line 1 for the first
 */
record Token(Kind kind, String text, int line) {

    enum Kind {
        TEXT,
        OPEN_PRINT,
        OPEN_STATEMENT,
        CLOSE,
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        OPERATOR,
        END
    }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
