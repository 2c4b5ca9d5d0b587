package dev.jformers.cli;

import java.util.Locale;

/** Numbers as people read them. */
final class Amounts {

    private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB"};

    private Amounts() {}

    /** {@code 22,565,376}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 86.1 MiB}. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < BINARY.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, BINARY[unit]);
    }

    /** {@code 1 tensor}, {@code 102 tensors}. */
    static String of(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }
}
