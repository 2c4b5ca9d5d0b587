package dev.jformers.training.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Renders a {@link ConfusionMatrix} for a terminal of some width. */
final class ConfusionText {
    private static final int MOST_CONFUSIONS = 10;
    private static final int LONGEST_NAME = 24;
    private static final String ELLIPSIS = "...";

    private final ConfusionMatrix confusion;
    private final int width;
    private final StringBuilder text = new StringBuilder();

    ConfusionText(ConfusionMatrix confusion, int width) {
        this.confusion = confusion;
        this.width = width;
    }

    @Override
    public String toString() {
        if (text.length() == 0) {
            matrixOrConfusions();
        }
        return text.toString();
    }

    /** By name if the names fit the width, else by number, else the commonest confusions alone. */
    private void matrixOrConfusions() {
        List<String> names =
                confusion.names().stream().map(ConfusionText::shorten).toList();
        List<String> numbers = IntStream.rangeClosed(1, names.size())
                .mapToObj(Integer::toString)
                .toList();
        List<String> numbered = IntStream.range(0, names.size())
                .mapToObj(i -> String.format(Locale.ROOT, "%2s %s", numbers.get(i), names.get(i)))
                .toList();
        if (fits(names, names)) {
            matrix(names, names);
        } else if (fits(numbered, numbers)) {
            matrix(numbered, numbers);
        } else {
            confusions();
        }
    }

    private boolean fits(List<String> rows, List<String> columns) {
        return longest(rows)
                        + columnWidths(columns).stream().mapToInt(w -> w + 2).sum()
                <= width;
    }

    private void matrix(List<String> rows, List<String> columns) {
        line("Confusion matrix (a row a true class, a column a predicted one)");
        List<Integer> widths = columnWidths(columns);
        int nameWidth = widest(rows);
        StringBuilder header = new StringBuilder(" ".repeat(nameWidth));
        for (int c = 0; c < columns.size(); c++) {
            header.append("  ").append(right(columns.get(c), widths.get(c)));
        }
        line("%s", header);
        for (int actual = 0; actual < rows.size(); actual++) {
            StringBuilder cells = new StringBuilder(rows.get(actual));
            cells.append(" ".repeat(nameWidth - cells.length()));
            for (int c = 0; c < columns.size(); c++) {
                cells.append("  ").append(right(cell(actual, c), widths.get(c)));
            }
            line("%s", cells);
        }
    }

    private List<Integer> columnWidths(List<String> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(c -> Math.max(
                        columns.get(c).length(),
                        IntStream.range(0, columns.size())
                                .map(actual -> cell(actual, c).length())
                                .max()
                                .orElse(0)))
                .toList();
    }

    private String cell(int actual, int predicted) {
        long count = confusion.count(actual, predicted);
        return count == 0 ? "." : Long.toString(count);
    }

    private void confusions() {
        record Pair(int actual, int predicted, long count) {}
        List<Pair> pairs = new ArrayList<>();
        for (int actual = 0; actual < confusion.size(); actual++) {
            for (int predicted = 0; predicted < confusion.size(); predicted++) {
                if (actual != predicted && confusion.count(actual, predicted) > 0) {
                    pairs.add(new Pair(actual, predicted, confusion.count(actual, predicted)));
                }
            }
        }
        pairs.sort(Comparator.comparingLong(Pair::count).reversed());
        line("Commonest confusions (true class -> predicted class)");
        pairs.stream()
                .limit(MOST_CONFUSIONS)
                .forEach(pair -> line(
                        "%7s  %s -> %s",
                        Figures.count(pair.count()),
                        shorten(confusion.names().get(pair.actual())),
                        shorten(confusion.names().get(pair.predicted()))));
    }

    private static int widest(List<String> rows) {
        return rows.stream().mapToInt(String::length).max().orElse(0);
    }

    static int longest(List<String> names) {
        return widest(names.stream().map(ConfusionText::shorten).toList());
    }

    static String shorten(String name) {
        String plain = Figures.oneLine(name);
        return plain.length() <= LONGEST_NAME ? plain : plain.substring(0, LONGEST_NAME - ELLIPSIS.length()) + ELLIPSIS;
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append('\n');
    }
}
