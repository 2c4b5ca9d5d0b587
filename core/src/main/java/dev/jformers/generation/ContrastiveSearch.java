package dev.jformers.generation;

import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses tokens that are probable and whose vectors are unlike those before them. */
final class ContrastiveSearch {

    private final TokenReader reader;
    private final GenerationConfig config;
    private final Search.Contrastive search;
    private final TokenListener listener;

    ContrastiveSearch(TokenReader reader, GenerationConfig config, Search.Contrastive search, TokenListener listener) {
        this.reader = reader;
        this.config = config;
        this.search = search;
        this.listener = listener;
    }

    /** One text. */
    private final class Row {

        private Written written;
        private final List<float[]> context = new ArrayList<>();
        private boolean ended;
        private int[] candidates = new int[0];
        private double[] probabilities = new double[0];

        Row(Written written, float[][] vectors) {
            this.written = written;
            Arrays.stream(vectors).map(ContrastiveSearch::unit).forEach(context::add);
        }

        /** The most probable tokens; fewer where not so many are possible. */
        void compare(float[] logits) {
            if (ended) {
                candidates = new int[] {config.paddingId()};
                return;
            }
            float[] scores = logits.clone();
            config.apply(scores, written);
            int[] order = Probabilities.descending(scores);
            if (order.length == 0) {
                throw TokenChooser.nothingFollows(written.generated());
            }
            candidates = Arrays.copyOf(order, Math.min(search.topK(), order.length));
            probabilities = Probabilities.softmax(scores);
        }

        /**
         * Takes one of the candidates.
         *
         * @param vectors of each
         * @return its place
         */
        int take(int number, float[][] vectors) {
            if (ended) {
                return 0;
            }
            int best = 0;
            double most = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < candidates.length; i++) {
                double score = score(candidates[i], unit(vectors[i]));
                best = score > most ? i : best;
                most = Math.max(most, score);
            }
            context.add(unit(vectors[best]));
            written = written.plus(candidates[best], (float) Math.log(probabilities[candidates[best]]));
            boolean goesOn = listener.chosen(number, candidates[best]);
            ended = !goesOn || config.isEnd(candidates[best]) || config.isFull(written);
            return best;
        }

        private double score(int token, float[] vector) {
            double likeness = context.stream()
                    .mapToDouble(other -> product(other, vector))
                    .max()
                    .orElse(0);
            return (1 - search.penaltyAlpha()) * probabilities[token] - search.penaltyAlpha() * likeness;
        }
    }

    private static float[] unit(float[] vector) {
        double length = Math.sqrt(product(vector, vector));
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = length == 0 ? 0 : (float) (vector[i] / length);
        }
        return unit;
    }

    private static double product(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    List<Generated> search(int[][] prompts, int[] padding) throws InterruptedException {
        if (reader.length() > 0) {
            throw new InvalidInputException(
                    "contrastive search compares the vectors of all tokens of the prompt, which a prompt"
                            + " cache has not kept; leave out penalty_alpha or the prompt cache.");
        }
        TokenReader.WithVectors read = reader.readWithVectors(prompts);
        float[][] logits = read.logits();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < prompts.length; i++) {
            float[][] vectors = Arrays.copyOfRange(read.vectors()[i], padding[i], prompts[i].length);
            rows.add(new Row(Written.prompt(prompts[i], padding[i]), vectors));
        }
        while (rows.stream().anyMatch(row -> !row.ended)) {
            Generator.requireUninterrupted();
            logits = step(rows, logits);
        }
        return rows.stream().map(row -> Generated.of(row.written, 0)).toList();
    }

    /** Reads all candidates of all rows, and goes on behind those that are taken; returns the logits there. */
    private float[][] step(List<Row> rows, float[][] logits) {
        List<Integer> copied = new ArrayList<>();
        List<int[]> tokens = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).compare(logits[i]);
            for (int candidate : rows.get(i).candidates) {
                copied.add(i);
                tokens.add(new int[] {candidate});
            }
        }
        reader.reorder(copied.stream().mapToInt(Integer::intValue).toArray());
        TokenReader.WithVectors read = reader.readWithVectors(tokens.toArray(int[][]::new));
        int[] taken = new int[rows.size()];
        int first = 0;
        for (int i = 0; i < taken.length; i++) {
            Row row = rows.get(i);
            int from = first;
            float[][] vectors = IntStream.range(0, row.candidates.length)
                    .mapToObj(place -> read.vectors()[from + place][0])
                    .toArray(float[][]::new);
            taken[i] = first + row.take(i, vectors);
            first += row.candidates.length;
        }
        reader.reorder(taken);
        return Arrays.stream(taken).mapToObj(place -> read.logits()[place]).toArray(float[][]::new);
    }
}
