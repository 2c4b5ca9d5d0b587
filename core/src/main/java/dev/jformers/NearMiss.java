package dev.jformers;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.naturalOrder;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was meant by a name that is not known: a slip of the keyboard, the wrong case, or the beginning of a name. */
public final class NearMiss {

    /** Longer values are texts, not names: comparing them would cost more than it tells. */
    private static final int LONGEST_NAME = 256;

    private static final int SHORTEST_PREFIX = 3;

    private NearMiss() {}

    /**
     * The known name that comes nearest to a value, case ignored. Near is a Damerau-Levenshtein distance (insertions, deletions,
     * substitutions, swaps of neighbours) of at most a third of the longer name; of near names, those that the value begins come
     * first. Where no name is near, it is the shortest one of which the value is the beginning. Equally near names: the first in the order of strings.
     *
     * @param value what was written
     * @param known the names that would have been right
     */
    public static Optional<String> of(String value, Collection<String> known) {
        if (value.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String written = value.toLowerCase(Locale.ROOT);
        return known.stream()
                .map(name -> new Candidate(name, distance(written, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance != Integer.MAX_VALUE)
                .min(comparingInt((Candidate candidate) -> begins(candidate.name, written) ? 0 : 1)
                        .thenComparingInt(Candidate::distance)
                        .thenComparing(Candidate::name, naturalOrder()))
                .map(Candidate::name)
                .or(() -> startingWith(written, known));
    }

    /** What a message about an unknown name ends with: {@code ; did you mean NAME?}, or nothing where no name is near. */
    public static String hint(String value, Collection<String> known) {
        return hintOr(value, known, "");
    }

    /** The same, with another ending where no name is near. */
    public static String hintOr(String value, Collection<String> known, String ending) {
        return of(value, known)
                .map(name -> "; did you mean " + shown(name) + "?")
                .orElse(ending);
    }

    /** In quotes where it is more than one word. */
    private static String shown(String name) {
        String line = name.strip().replaceAll("\\s+", " ");
        return line.indexOf(' ') < 0 ? line : '"' + line + '"';
    }

    private record Candidate(String name, int distance) {}

    private static Optional<String> startingWith(String written, Collection<String> known) {
        if (written.length() < SHORTEST_PREFIX) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> begins(name, written))
                .min(comparingInt(String::length).thenComparing(naturalOrder()));
    }

    private static boolean begins(String name, String written) {
        return name.toLowerCase(Locale.ROOT).startsWith(written);
    }

    /** The distance of two names, or {@link Integer#MAX_VALUE} where it is more than a third of the longer one. */
    private static int distance(String a, String b) {
        int limit = Math.max(a.length(), b.length()) / 3;
        if (Math.abs(a.length() - b.length()) > limit) {
            return Integer.MAX_VALUE;
        }
        int distance = distanceByRows(a, b);
        return distance <= limit ? distance : Integer.MAX_VALUE;
    }

    /** Optimal string alignment; of its table only the last three rows are kept. */
    private static int distanceByRows(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        Arrays.setAll(last, column -> column);
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(last[j], row[j - 1]) + 1);
                if (swapped(a, i, b, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, int i, String b, int j) {
        return i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
