package dev.jformers.tokenizer;

import dev.jformers.InvalidInputException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions of a tokenizer that are refused. The native tokenizer ends the process when it has tried ten million ways to match
 * one word; as many ways there are only if something that can itself match in several ways is repeated. So what is repeated must be
 * of one length: neither alternatives nor quantifiers may stand within. (Some expressions without such a repetition need as many tries on
 * texts of many thousand characters; they are not found.)
 */
final class RegexRule {

    /** Groups within groups, and sets within sets, are read by a recursion. */
    private static final int MOST_LEVELS = 100;

    private static final Pattern QUANTIFIER = Pattern.compile("[*+?]|\\{(\\d*)(,?)(\\d*)\\}");
    private static final Pattern UNREADABLE = Pattern.compile("\\(\\?#|\\(\\?[a-wyzA-Z]*x|\\\\g|\\(\\?[R&]|\\[\\^?\\]");

    /** What is open: a group, and whether that which was read of it can match in several ways. */
    private final Deque<Boolean> groups = new ArrayDeque<>();

    private final String regex;
    private int at;
    private boolean varies;

    /** Whether what a quantifier would repeat varies. */
    private boolean last;

    private RegexRule(String regex) {
        this.regex = regex;
    }

    /**
     * @throws InvalidInputException if the expression may need too many tries, or is nested too deep
     */
    static void check(String regex) {
        Matcher unreadable = UNREADABLE.matcher(regex.replace("\\\\", "__"));
        if (unreadable.find()) {
            throw refused(
                    regex,
                    "must not have " + unreadable.group() + " (comments, calls of groups, a set that begins with ])");
        }
        new RegexRule(regex).read();
    }

    private void read() {
        while (at < regex.length()) {
            char letter = regex.charAt(at);
            Matcher quantifier = QUANTIFIER.matcher(regex).region(at, regex.length());
            if (quantifier.lookingAt() && !quantifier.group().matches("\\{,?\\}")) {
                at = quantifier.end();
                repeat(quantifier);
                continue;
            }
            at++;
            switch (letter) {
                case '\\' -> {
                    at++;
                    last = false;
                }
                case '[' -> skipSet();
                case '(' -> open();
                case ')' -> close();
                case '|' -> varies = true;
                default -> last = false;
            }
        }
    }

    private void open() {
        groups.push(varies);
        if (groups.size() > MOST_LEVELS) {
            throw refused(regex, "has groups more than " + MOST_LEVELS + " levels deep");
        }
        varies = false;
        Matcher kind = Pattern.compile("\\?(?:[a-zA-Z-]*:|[=!>]|<[=!]|<\\w+>|[a-zA-Z-]+(?=\\)))")
                .matcher(regex)
                .region(at, regex.length());
        at = kind.lookingAt() ? kind.end() : at;
    }

    private void close() {
        last = varies;
        varies = !groups.isEmpty() && (groups.pop() | last);
    }

    private void skipSet() {
        int depth = 1;
        while (depth > 0 && at < regex.length()) {
            char letter = regex.charAt(at++);
            at += letter == '\\' ? 1 : 0;
            depth += letter == '[' ? 1 : letter == ']' ? -1 : 0;
            if (depth > MOST_LEVELS) {
                throw refused(regex, "has sets more than " + MOST_LEVELS + " levels deep");
            }
        }
        last = false;
    }

    private void repeat(Matcher quantifier) {
        boolean once = quantifier.group().equals("?");
        boolean fixed = quantifier.group(2) != null && quantifier.group(2).isEmpty();
        if (last && !once) {
            throw refused(
                    regex,
                    "repeats (" + quantifier.group() + " before character " + at
                            + ") what can match in several ways itself, so that a text may need more tries than the native tokenizer"
                            + " survives");
        }
        boolean lazy = at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+') && !fixed;
        at += lazy ? 1 : 0;
        last = last || !fixed;
        varies = varies || last;
    }

    private static InvalidInputException refused(String regex, String why) {
        String shown = regex.length() > 80 ? regex.substring(0, 80) + "..." : regex;
        return new InvalidInputException("the regular expression " + shown + " " + why);
    }
}
