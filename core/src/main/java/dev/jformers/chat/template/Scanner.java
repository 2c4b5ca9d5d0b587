package dev.jformers.chat.template;

import dev.jformers.chat.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a template into tokens as jinja2 does with {@code trim_blocks} and {@code lstrip_blocks}: the line break behind a statement
 * or comment goes, and so do the blanks before it on its line. Not thread-safe.
 */
final class Scanner {

    private static final Pattern RAW = unicode("\\{%[-+]?\\s*raw\\s*(-%}\\s*|%})");
    private static final Pattern END_RAW = unicode("\\{%([-+]?)\\s*endraw\\s*(?:\\+%}|-%}\\s*|%}\n?)");
    private static final Pattern END_COMMENT = unicode("\\+#}|-#}\\s*|#}\n?");
    private static final Pattern END_STATEMENT = unicode("\\+%}|-%}\\s*|%}\n?");
    private static final Pattern END_PRINT = unicode("-}}\\s*|}}");
    private static final Pattern BLANKS = unicode("\\s*");

    private static Pattern unicode(String regex) {
        return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
    }

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    Scanner(String source) {
        String unified = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = unified.endsWith("\n") ? unified.substring(0, unified.length() - 1) : unified;
    }

    List<Token> tokens() {
        while (at < source.length()) {
            int open = nextTag();
            if (open < 0) {
                addText(source.substring(at));
                moveTo(source.length());
            } else {
                readTag(open);
            }
        }
        tokens.add(new Token(Kind.END, "", line));
        return List.copyOf(tokens);
    }

    /** The line that is being read. */
    int line() {
        return line;
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("%{#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private void readTag(int open) {
        char kind = source.charAt(open + 1);
        char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
        addText(before(open, sign, kind == '{'));
        moveTo(open);
        Matcher raw = RAW.matcher(source).region(open, source.length());
        if (kind == '#') {
            moveTo(endOf(END_COMMENT.matcher(source), open + 2, "the comment"));
        } else if (raw.lookingAt()) {
            moveTo(raw.end());
            readRaw();
        } else {
            tokens.add(new Token(kind == '{' ? Kind.OPEN_PRINT : Kind.OPEN_STATEMENT, "", line));
            moveTo(open + (sign == '-' || sign == '+' ? 3 : 2));
            readExpression(kind == '{' ? END_PRINT : END_STATEMENT);
        }
    }

    private void readRaw() {
        Matcher end = END_RAW.matcher(source);
        if (!end.find(at)) {
            throw new TemplateError("raw has no endraw");
        }
        String sign = String.valueOf(end.group(1));
        addText(before(end.start(), sign.isEmpty() ? ' ' : sign.charAt(0), false));
        moveTo(end.end());
    }

    /** The text up to a tag, without the blanks that go. */
    private String before(int open, char sign, boolean print) {
        String text = source.substring(at, open);
        if (sign == '-') {
            return TextMethods.strip(text, false, true);
        }
        int start = text.lastIndexOf('\n') + 1;
        boolean atLineStart = start > 0 || at == 0 || source.charAt(at - 1) == '\n';
        boolean goes = sign != '+'
                && !print
                && atLineStart
                && TextMethods.strip(text.substring(start), true, true).isEmpty();
        return goes ? text.substring(0, start) : text;
    }

    private int endOf(Matcher end, int from, String what) {
        if (from > source.length() || !end.find(from)) {
            throw new TemplateError(what + " has no end");
        }
        return end.end();
    }

    private void readExpression(Pattern closing) {
        List<Character> open = new ArrayList<>();
        while (true) {
            Matcher blanks = BLANKS.matcher(source).region(at, source.length());
            moveTo(blanks.lookingAt() ? blanks.end() : at);
            Matcher close = closing.matcher(source).region(at, source.length());
            if (open.isEmpty() && close.lookingAt()) {
                tokens.add(new Token(Kind.CLOSE, "", line));
                moveTo(close.end());
                return;
            }
            LexicalPart part = LexicalPart.at(source, at);
            if (part.kind() == Kind.OPERATOR) {
                balance(open, part.text().charAt(0));
            }
            tokens.add(new Token(part.kind(), part.text(), line));
            moveTo(part.end());
        }
    }

    private static void balance(List<Character> open, char bracket) {
        if ("([{".indexOf(bracket) >= 0) {
            open.add(bracket);
        } else if (")]}".indexOf(bracket) >= 0) {
            int last = open.size() - 1;
            if (last < 0 || "([{".indexOf(open.remove(last)) != ")]}".indexOf(bracket)) {
                throw new TemplateError("\"" + bracket + "\" closes nothing");
            }
        }
    }

    private void addText(String text) {
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.TEXT, text, line));
        }
    }

    private void moveTo(int end) {
        for (; at < end; at++) {
            line += source.charAt(at) == '\n' ? 1 : 0;
        }
    }
}
