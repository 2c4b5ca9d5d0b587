package dev.jformers.chat.template;

import dev.jformers.chat.template.Token.Kind;
import java.util.List;

/** Reads tokens one after the other. Not thread-safe. */
final class Tokens {

    private static final int MAX_DEPTH = 100;

    private final List<Token> tokens;
    private int next;
    private int depth;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekBehind() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = tokens.get(next);
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean skip(String operator) {
        boolean there = peek().is(operator);
        if (there) {
            take();
        }
        return there;
    }

    boolean skipName(String name) {
        boolean there = peek().isName(name);
        if (there) {
            take();
        }
        return there;
    }

    void expect(String operator) {
        if (!skip(operator)) {
            throw unexpected("\"" + operator + "\"");
        }
    }

    String expectName() {
        if (peek().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return take().text();
    }

    void expectClose() {
        if (peek().kind() != Kind.CLOSE) {
            throw unexpected("the end of the tag");
        }
        take();
    }

    /** Called where a part may hold itself; {@link #leave} ends it. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new TemplateError("more than " + MAX_DEPTH + " parts within each other");
        }
    }

    void leave() {
        depth--;
    }

    TemplateError unexpected(String wanted) {
        Token found = peek();
        String what = found.kind() == Kind.END || found.kind() == Kind.CLOSE
                ? "the end of the " + (found.kind() == Kind.END ? "template" : "tag")
                : "\"" + found.text() + "\"";
        return new TemplateError(wanted + " must stand before " + what);
    }
}
