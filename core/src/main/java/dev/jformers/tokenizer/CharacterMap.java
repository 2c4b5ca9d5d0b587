package dev.jformers.tokenizer;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.jformers.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * SentencePiece's table of what characters are replaced by ({@code precompiled_charsmap}): the number of bytes of a double-array trie,
 * its units of 32 bits, and the replacements, each closed by a byte of 0. A unit has its label in the lowest 8 bits, says in bit 8
 * whether a value follows, and where its children are in bits 9 to 31.
 */
final class CharacterMap {

    private static final String KEY = "precompiled_charsmap";

    private final int[] units;
    private final byte[] replacements;

    private CharacterMap(int[] units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    /**
     * @throws InvalidInputException if looking a text up would leave the table
     */
    static void check(JsonElement base64) {
        if (!(base64 instanceof JsonPrimitive text && text.isString())) {
            throw new InvalidInputException(KEY + " must be a text in base64");
        }
        read(bytes(text.getAsString())).walk();
    }

    private static ByteBuffer bytes(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(KEY + " is not base64: " + e.getMessage(), e);
        }
        throw new InvalidInputException(KEY + " is not base64: it ends in the middle of a group of four letters");
    }

    private static CharacterMap read(ByteBuffer bytes) {
        long count = bytes.remaining() < 4 ? 0 : Integer.toUnsignedLong(bytes.getInt()) / 4;
        if (count == 0 || count * 4 > bytes.remaining()) {
            throw damaged("its trie has " + count + " units but " + bytes.remaining() + " bytes are there");
        }
        int[] units = new int[(int) count];
        bytes.asIntBuffer().get(units);
        bytes.position(bytes.position() + units.length * 4);
        byte[] replacements = new byte[bytes.remaining()];
        bytes.get(replacements);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
        } catch (CharacterCodingException e) {
            throw damaged("its replacements are not UTF-8");
        }
        return new CharacterMap(units, replacements);
    }

    /** Visits every node that some text leads to. */
    private void walk() {
        BitSet seen = new BitSet(units.length);
        Deque<Long> open = new ArrayDeque<>();
        open.add(offset(units[0]));
        while (!open.isEmpty()) {
            long base = open.remove();
            if ((base | 255) >= units.length) {
                throw damaged("a unit points to unit " + (base | 255) + " of " + units.length);
            }
            if (!seen.get((int) base)) {
                seen.set((int) base);
                addChildren((int) base, open);
            }
        }
    }

    private void addChildren(int base, Deque<Long> open) {
        for (int letter = 1; letter < 256; letter++) {
            int unit = units[base ^ letter];
            if ((unit & 0x8000_00FF) == letter) {
                long children = (base ^ letter) ^ offset(unit);
                if ((unit >> 8 & 1) == 1) {
                    requireReplacement(children);
                }
                open.add(children);
            }
        }
    }

    private void requireReplacement(long unit) {
        int start = unit < units.length ? units[(int) unit] & Integer.MAX_VALUE : Integer.MAX_VALUE;
        boolean begins =
                start == replacements.length || (start < replacements.length && (replacements[start] & 0xC0) != 0x80);
        if (!begins) {
            throw damaged("a replacement begins at byte " + start + " of " + replacements.length
                    + ", where no character begins");
        }
    }

    private static long offset(int unit) {
        return Integer.toUnsignedLong(unit) >>> 10 << ((unit & 1 << 9) >> 6);
    }

    private static InvalidInputException damaged(String why) {
        return new InvalidInputException(KEY + " is damaged: " + why + "; take the tokenizer's original file");
    }
}
