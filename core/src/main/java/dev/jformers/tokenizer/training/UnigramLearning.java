package dev.jformers.tokenizer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Learns a Unigram model (Kudo 2018): begins with many pieces, sets their probabilities by expectation maximisation, takes
 * those away that help least, and so on until the vocabulary is small enough.
 */
final class UnigramLearning {

    private static final String STAGE = "fitting pieces";
    private static final int STEPS_BETWEEN_PRUNINGS = 2;
    private static final double KEPT = 0.75;
    private static final double LEAST_EXPECTED = 0.5;

    /** Words are worked on in as many parts, however many processors there are, so that sums are the same everywhere. */
    private static final int PARTS = 8;

    private final LetterWords words;
    private final int enough;

    /**
     * @param size the number of pieces that are wanted in the end
     */
    UnigramLearning(LetterWords words, int size) {
        this.words = words;
        this.enough = (int) (size * 11L / 10);
    }

    /** Somewhat more pieces than wanted; the first one stands for what is unknown. */
    UnigramModel learn(TrainingProgress progress) {
        progress.at("finding pieces", Double.NaN);
        List<Piece> pieces = new ArrayList<>();
        pieces.add(new Piece("\0unknown", Double.NaN));
        pieces.addAll(new SeedPieces(words).pieces());
        double toDo = Math.log((double) pieces.size() / enough);
        UnigramModel model = new UnigramModel(pieces);
        while (true) {
            for (int step = 0; step < STEPS_BETWEEN_PRUNINGS; step++) {
                progress.at(
                        STAGE,
                        1 - Math.max(0, Math.log((double) model.pieces().size() / enough)) / Math.max(toDo, 1e-9));
                model = maximised(model, expected(model));
            }
            if (model.pieces().size() <= enough) {
                return model;
            }
            model = new Pruning(model, frequencies(model))
                    .pruned(Math.max(enough, (int) (model.pieces().size() * KEPT)));
        }
    }

    private double[] expected(UnigramModel model) {
        return sum(model, Lattice::addExpected);
    }

    /** How often each piece is in the best ways to make the words. */
    private double[] frequencies(UnigramModel model) {
        return sum(model, (lattice, count, frequencies) -> {
            lattice.findBest();
            IntList pieces = lattice.backtrack();
            for (int i = 0; i < pieces.size(); i++) {
                frequencies[pieces.get(i)] += count;
            }
        });
    }

    private double[] sum(UnigramModel model, WordTerm term) {
        List<double[]> parts = IntStream.range(0, PARTS)
                .parallel()
                .mapToObj(part -> sum(model, term, part))
                .toList();
        double[] sum = parts.get(0);
        for (double[] part : parts.subList(1, PARTS)) {
            Arrays.setAll(sum, i -> sum[i] + part[i]);
        }
        return sum;
    }

    private double[] sum(UnigramModel model, WordTerm term, int part) {
        double[] sum = new double[model.pieces().size()];
        Lattice lattice = new Lattice(model);
        int end = (int) ((long) words.size() * (part + 1) / PARTS);
        for (int word = (int) ((long) words.size() * part / PARTS); word < end; word++) {
            lattice.set(words.letters(), words.starts()[word], words.end(word));
            term.add(lattice, words.counts()[word], sum);
        }
        return sum;
    }

    /** What a word adds to the numbers of the pieces. */
    @FunctionalInterface
    private interface WordTerm {
        void add(Lattice lattice, long count, double[] sums);
    }

    /** Probabilities that fit what is expected, somewhat in favour of few pieces (Liang and Klein 2007). */
    private static UnigramModel maximised(UnigramModel model, double[] expected) {
        double sum = 0;
        for (int id = 1; id < expected.length; id++) {
            sum += expected[id] < LEAST_EXPECTED ? 0 : expected[id];
        }
        double logSum = digamma(sum);
        List<Piece> pieces = new ArrayList<>();
        pieces.add(model.pieces().get(UnigramModel.UNKNOWN));
        for (int id = 1; id < expected.length; id++) {
            if (expected[id] >= LEAST_EXPECTED) {
                pieces.add(new Piece(model.pieces().get(id).text(), digamma(expected[id]) - logSum));
            }
        }
        return new UnigramModel(pieces);
    }

    private static double digamma(double value) {
        double x = value;
        double result = 0;
        for (; x < 7; x++) {
            result -= 1 / x;
        }
        x -= 0.5;
        double square = 1 / (x * x);
        double fourth = square * square;
        return result
                + Math.log(x)
                + square / 24
                - 7.0 / 960 * fourth
                + 31.0 / 8064 * fourth * square
                - 127.0 / 30720 * fourth * fourth;
    }
}
