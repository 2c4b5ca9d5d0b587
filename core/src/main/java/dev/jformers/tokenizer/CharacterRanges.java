package dev.jformers.tokenizer;

import java.util.BitSet;

/** A set of characters. Not thread-safe. */
final class CharacterRanges {

    private final BitSet characters = new BitSet();

    void add(String text) {
        text.codePoints().forEach(characters::set);
    }

    boolean has(int character) {
        return characters.get(character);
    }

    /** What stands between the brackets of a regular expression for one of them. */
    String bracketed() {
        StringBuilder text = new StringBuilder();
        int from = characters.nextSetBit(0);
        while (from >= 0) {
            int to = characters.nextClearBit(from);
            text.append(String.format("\\x{%X}-\\x{%X}", from, to - 1));
            from = characters.nextSetBit(to);
        }
        return text.toString();
    }
}
