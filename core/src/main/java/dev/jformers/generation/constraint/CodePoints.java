package dev.jformers.generation.constraint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A set of characters. Halves of surrogate pairs are in no set, for UTF-8 does not write them.
 *
 * @param ranges ascending, with gaps between them
 */
record CodePoints(List<Range> ranges) {

    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    static final CodePoints NONE = new CodePoints(List.of());
    static final CodePoints ALL = range(0, Character.MAX_CODE_POINT);

    CodePoints {
        ranges = List.copyOf(ranges);
    }

    /**
     * Characters that follow each other.
     *
     * @param low the first
     * @param high the last
     */
    record Range(int low, int high) {}

    static CodePoints range(int low, int high) {
        return merged(Stream.of(new Range(low, high)));
    }

    static CodePoints of(int... characters) {
        return merged(Arrays.stream(characters).mapToObj(character -> new Range(character, character)));
    }

    static CodePoints where(IntPredicate predicate) {
        List<Range> found = new ArrayList<>();
        int start = -1;
        for (int character = 0; character <= Character.MAX_CODE_POINT + 1; character++) {
            boolean in = character <= Character.MAX_CODE_POINT && predicate.test(character);
            if (in && start < 0) {
                start = character;
            } else if (!in && start >= 0) {
                found.add(new Range(start, character - 1));
                start = -1;
            }
        }
        return merged(found.stream());
    }

    private static CodePoints merged(Stream<Range> ranges) {
        List<Range> sorted = ranges.flatMap(CodePoints::withoutSurrogates)
                .sorted(Comparator.comparingInt(Range::low))
                .collect(Collectors.toList());
        List<Range> merged = new ArrayList<>();
        for (Range range : sorted) {
            Range last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && range.low() <= last.high() + 1) {
                merged.set(merged.size() - 1, new Range(last.low(), Math.max(last.high(), range.high())));
            } else {
                merged.add(range);
            }
        }
        return new CodePoints(merged);
    }

    private static Stream<Range> withoutSurrogates(Range range) {
        return Stream.of(
                        new Range(range.low(), Math.min(range.high(), FIRST_SURROGATE - 1)),
                        new Range(Math.max(range.low(), LAST_SURROGATE + 1), range.high()))
                .filter(part -> part.low() <= part.high());
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    CodePoints plus(CodePoints other) {
        return merged(Stream.concat(ranges.stream(), other.ranges.stream()));
    }

    CodePoints complement() {
        List<Range> gaps = new ArrayList<>();
        int start = 0;
        for (Range range : ranges) {
            gaps.add(new Range(start, range.low() - 1));
            start = range.high() + 1;
        }
        gaps.add(new Range(start, Character.MAX_CODE_POINT));
        return merged(gaps.stream().filter(gap -> gap.low() <= gap.high()));
    }

    CodePoints minus(CodePoints other) {
        return complement().plus(other).complement();
    }

    CodePoints and(CodePoints other) {
        return minus(other.complement());
    }

    boolean contains(int character) {
        return ranges.stream().anyMatch(range -> range.low() <= character && character <= range.high());
    }
}
