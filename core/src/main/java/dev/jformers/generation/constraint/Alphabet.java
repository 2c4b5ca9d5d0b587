package dev.jformers.generation.constraint;

import dev.jformers.tokenizer.TokenBytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.stream.IntStream;

/** The characters that a vocabulary writes. */
final class Alphabet {

    private static final int BYTES = 256;

    private Alphabet() {}

    /** All, where every byte is a token; otherwise those that are in some token. */
    static CodePoints of(TokenBytes tokens) {
        BitSet bytes = new BitSet();
        BitSet characters = new BitSet();
        for (int id = 0; id < tokens.size(); id++) {
            byte[] text = tokens.of(id, false).orElse(new byte[0]);
            if (text.length == 1) {
                bytes.set(text[0] & 0xFF);
            }
            characters(text).forEach(characters::set);
        }
        return bytes.cardinality() == BYTES ? CodePoints.ALL : CodePoints.where(characters::get);
    }

    private static IntStream characters(byte[] text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .codePoints();
        } catch (CharacterCodingException e) {
            return IntStream.empty();
        }
    }
}
