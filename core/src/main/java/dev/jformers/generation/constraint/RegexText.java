package dev.jformers.generation.constraint;

import dev.jformers.InvalidInputException;
import java.util.Arrays;
import java.util.regex.PatternSyntaxException;

/** A regular expression, and how far it has been read. */
final class RegexText {

    private final String what;
    private final int[] characters;
    private int at;

    /**
     * @param what how messages call the expression
     */
    RegexText(String what, String regex) {
        this.what = what;
        this.characters = regex.codePoints().toArray();
    }

    boolean isAtEnd() {
        return at == characters.length;
    }

    /** Whether this character comes next. */
    boolean sees(int character) {
        return !isAtEnd() && characters[at] == character;
    }

    /** Whether these come next. */
    boolean sees(String text) {
        int[] wanted = text.codePoints().toArray();
        return at + wanted.length <= characters.length
                && Arrays.equals(characters, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** Reads this character if it comes next. */
    boolean skip(int character) {
        boolean there = sees(character);
        at += there ? 1 : 0;
        return there;
    }

    boolean skip(String text) {
        boolean there = sees(text);
        at += there ? text.codePointCount(0, text.length()) : 0;
        return there;
    }

    int next() {
        if (isAtEnd()) {
            throw problem("ends in the middle");
        }
        return characters[at++];
    }

    /** Reads up to this character, which is read, too. */
    String until(int character) {
        StringBuilder read = new StringBuilder();
        for (int next = next(); next != character; next = next()) {
            read.appendCodePoint(next);
        }
        return read.toString();
    }

    /** Reads so many characters. */
    String next(int count) {
        StringBuilder read = new StringBuilder();
        for (int i = 0; i < count; i++) {
            read.appendCodePoint(next());
        }
        return read.toString();
    }

    InvalidInputException malformed(PatternSyntaxException e) {
        return new InvalidInputException(
                what + " is none: " + e.getDescription() + " at character " + (e.getIndex() + 1) + ".", e);
    }

    InvalidInputException unsupported(String part, String instead) {
        return problem("has " + part + ", which is not supported in a constraint; " + instead);
    }

    InvalidInputException problem(String problem) {
        return new InvalidInputException(what + " " + problem + " (before character " + (at + 1) + ").");
    }
}
