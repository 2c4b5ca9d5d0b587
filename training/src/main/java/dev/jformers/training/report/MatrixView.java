package dev.jformers.training.report;

import dev.jformers.training.metrics.ConfusionMatrix;
import dev.jformers.training.metrics.Figures;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A confusion matrix as a heat map: hits shaded by their share of the class, confusions by their share of the commonest one. */
record MatrixView(List<String> columns, List<Row> rows) {
    private static final double FAINTEST = 0.1;
    private static final double STRONGEST = 0.85;

    /** From here on the text must be light to be read. */
    private static final double STRONG = 0.78;

    /** A true class and what became of its examples. */
    record Row(String name, List<Cell> cells) {}

    /**
     * @param look CSS class: {@code hit}, {@code miss} or {@code none}
     * @param shade how strong the colour is, from 0 to 1
     */
    record Cell(String count, String look, String shade, String hint) {}

    /** For the template: the number of classes. */
    int size() {
        return rows.size();
    }

    static MatrixView of(ConfusionMatrix confusion) {
        long commonest = IntStream.range(0, confusion.size())
                .mapToLong(actual -> commonestConfusion(confusion, actual))
                .max()
                .orElse(0);
        List<Row> rows = IntStream.range(0, confusion.size())
                .mapToObj(actual -> new Row(
                        confusion.names().get(actual),
                        IntStream.range(0, confusion.size())
                                .mapToObj(predicted -> cell(confusion, actual, predicted, commonest))
                                .toList()))
                .toList();
        return new MatrixView(confusion.names(), rows);
    }

    private static long commonestConfusion(ConfusionMatrix confusion, int actual) {
        return IntStream.range(0, confusion.size())
                .filter(predicted -> predicted != actual)
                .mapToLong(predicted -> confusion.count(actual, predicted))
                .max()
                .orElse(0);
    }

    private static Cell cell(ConfusionMatrix confusion, int actual, int predicted, long commonest) {
        long count = confusion.count(actual, predicted);
        if (count == 0) {
            return new Cell("\u00b7", "none", "0", "");
        }
        boolean hit = actual == predicted;
        long whole = hit ? confusion.support(actual) : commonest;
        double shade = FAINTEST + (STRONGEST - FAINTEST) * count / whole;
        String hint = String.format(
                "%s taken for %s: %s of %s",
                confusion.names().get(actual),
                confusion.names().get(predicted),
                Figures.count(count),
                Figures.count(confusion.support(actual)));
        String look = (hit ? "hit" : "miss") + (shade >= STRONG ? " strong" : "");
        return new Cell(Figures.count(count), look, String.format(Locale.ROOT, "%.2f", shade), hint);
    }
}
