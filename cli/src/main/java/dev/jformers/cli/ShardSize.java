package dev.jformers.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as people write it, {@code 500MB} or {@code 2GiB}.
 *
 * @param bytes at least 1
 */
record ShardSize(long bytes) {

    private static final Pattern PATTERN = Pattern.compile("(?i)(\\d{1,12})\\s*([KMGT]?)(i?)B?");
    private static final Map<String, Integer> POWERS = Map.of("", 0, "K", 1, "M", 2, "G", 3, "T", 4);

    /** Reads a size of the command line. */
    static final class Converter implements ITypeConverter<ShardSize> {

        @Override
        public ShardSize convert(String text) {
            Matcher matcher = PATTERN.matcher(text.strip());
            if (matcher.matches()) {
                long unit = matcher.group(3).isEmpty() ? 1000 : 1024;
                int power = POWERS.getOrDefault(matcher.group(2).toUpperCase(Locale.ROOT), 0);
                double bytes = Long.parseLong(matcher.group(1)) * Math.pow(unit, power);
                if (bytes >= 1 && bytes < Long.MAX_VALUE) {
                    return new ShardSize((long) bytes);
                }
            }
            throw new TypeConversionException("'" + text + "' is no size; write it as 500MB or 5GB");
        }
    }
}
