package dev.jformers.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Damages files at random: bytes, numbers, and what they are made of. */
final class Mutations {

    private static final byte[] BYTES = {0, 1, 2, 0x7f, (byte) 0x80, (byte) 0xff, '0', '9', '-', '"', '{', '['};

    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        255,
        65_535,
        1 << 20,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 40,
        1L << 61,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final int MOST = 4;

    private final Random random;
    private final List<byte[]> seeds;
    private final List<byte[]> tokens;

    Mutations(Random random, List<byte[]> seeds, List<byte[]> tokens) {
        this.random = random;
        this.seeds = List.copyOf(seeds);
        this.tokens = List.copyOf(tokens);
    }

    byte[] next() {
        byte[] content = seed().clone();
        for (int left = 1 + random.nextInt(MOST); left > 0; left--) {
            content = damage(content);
        }
        return content;
    }

    private byte[] damage(byte[] content) {
        if (content.length == 0) {
            return token();
        }
        int at = at(content);
        return switch (random.nextInt(9)) {
            case 0 -> flip(content, at);
            case 1 -> put(content, at, BYTES[random.nextInt(BYTES.length)]);
            case 2 -> number(content, at, Integer.BYTES);
            case 3 -> number(content, at, Long.BYTES);
            case 4 -> splice(content, at, new byte[0], random.nextInt(Math.min(64, content.length)));
            case 5 -> splice(content, at, part(seed()), 0);
            case 6 -> splice(content, at, token(), random.nextInt(4));
            case 7 -> splice(content, at, part(content), random.nextInt(16));
            default -> random.nextInt(4) == 0 ? splice(content, at, new byte[0], content.length) : flip(content, at);
        };
    }

    /** Files begin with what describes them: that is where damage is interesting. */
    private int at(byte[] content) {
        return random.nextBoolean() ? random.nextInt(content.length) : random.nextInt(Math.min(400, content.length));
    }

    private byte[] flip(byte[] content, int at) {
        content[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return content;
    }

    private static byte[] put(byte[] content, int at, byte value) {
        content[at] = value;
        return content;
    }

    private byte[] number(byte[] content, int at, int bytes) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1;
        byte[] value = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        System.arraycopy(value, 0, content, at, Math.min(bytes, content.length - at));
        return content;
    }

    private byte[] part(byte[] content) {
        if (content.length == 0) {
            return content;
        }
        int begin = at(content);
        int length = Math.min(1 + random.nextInt(64), content.length - begin);
        byte[] part = new byte[length];
        System.arraycopy(content, begin, part, 0, length);
        return part;
    }

    /** Puts bytes in place of others. */
    private static byte[] splice(byte[] content, int at, byte[] in, int out) {
        int after = Math.min(content.length, at + out);
        byte[] spliced = new byte[at + in.length + content.length - after];
        System.arraycopy(content, 0, spliced, 0, at);
        System.arraycopy(in, 0, spliced, at, in.length);
        System.arraycopy(content, after, spliced, at + in.length, content.length - after);
        return spliced;
    }

    private byte[] token() {
        return tokens.get(random.nextInt(tokens.size()));
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }
}
