package dev.jformers.generation;

import dev.jformers.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Follows the most probable beginnings of each prompt at once. Scores are sums of logarithms of probabilities; where a search ends,
 * and how finished texts are ranked, is as Hugging Face's {@code generate} has it.
 */
final class BeamSearch {

    private final TokenReader reader;
    private final GenerationConfig config;
    private final Search.Beams beams;

    BeamSearch(TokenReader reader, GenerationConfig config, Search.Beams beams) {
        this.reader = reader;
        this.config = config;
        this.beams = beams;
    }

    /** A beginning that is followed. */
    private record Beam(Written row, double score, int from) {}

    /** The search of one prompt, or of one group of its beams. */
    private final class Group {

        private List<Beam> running;
        private final List<Beam> finished = new ArrayList<>();
        private boolean improvable = true;
        private boolean full;

        Group(Written start) {
            running = List.of(new Beam(start, 0, 0));
        }

        /**
         * Takes the best continuations.
         *
         * @param taken how many beams of other groups have taken a token in this step
         */
        void advance(float[][] logits, Map<Integer, Integer> taken) {
            List<Beam> candidates = candidates(logits, taken);
            List<Beam> next = new ArrayList<>();
            for (int i = 0; i < candidates.size(); i++) {
                Beam candidate = candidates.get(i);
                if (!ends(candidate)) {
                    next.add(candidate);
                } else if (i < beams.width() && improvable && !full) {
                    finished.add(ranked(candidate));
                }
            }
            if (finished.size() > beams.width()) {
                finished.sort(Comparator.comparingDouble(Beam::score).reversed());
                finished.subList(beams.width(), finished.size()).clear();
            }
            full |= finished.size() == beams.width() && beams.earlyStopping() == Search.EarlyStopping.WHEN_FULL;
            running = List.copyOf(next.subList(0, Math.min(next.size(), beams.width())));
            improvable &= !running.isEmpty() && canImprove(running.get(0));
        }

        /** The most probable continuations of all beams together, the best first; more than beams, for some may end. */
        private List<Beam> candidates(float[][] logits, Map<Integer, Integer> taken) {
            int wanted = Math.max(2, 1 + config.endIds().size()) * beams.width();
            Stream.Builder<Beam> found = Stream.builder();
            for (int i = 0; i < running.size(); i++) {
                Beam beam = running.get(i);
                float[] scores = Probabilities.logSoftmax(logits[i]);
                taken.forEach((token, times) -> scores[token] -= (float) (beams.diversityPenalty() * times));
                config.apply(scores, beam.row());
                int[] order = Probabilities.descending(scores);
                for (int place = 0; place < Math.min(wanted, order.length); place++) {
                    int token = order[place];
                    found.add(new Beam(beam.row().plus(token, scores[token]), beam.score() + scores[token], i));
                }
            }
            return found.build()
                    .sorted(Comparator.comparingDouble(Beam::score).reversed())
                    .limit(wanted)
                    .toList();
        }

        private boolean ends(Beam beam) {
            return config.isEnd(beam.row().last()) || config.isFull(beam.row());
        }

        private Beam ranked(Beam beam) {
            return new Beam(
                    beam.row(), beam.score() / Math.pow(beam.row().generated(), beams.lengthPenalty()), beam.from());
        }

        private boolean canImprove(Beam best) {
            if (finished.size() < beams.width()) {
                return true;
            }
            Written row = best.row();
            boolean longest = beams.earlyStopping() == Search.EarlyStopping.NEVER && beams.lengthPenalty() > 0;
            int length = longest ? config.lengths().limit(row.promptLength()) - row.promptLength() : row.generated();
            double worst = finished.stream().mapToDouble(Beam::score).min().orElse(Double.NEGATIVE_INFINITY);
            return best.score() / Math.pow(length, beams.lengthPenalty()) > worst;
        }

        boolean isDone() {
            return running.isEmpty() || !improvable || full;
        }
    }

    List<Generated> search(int[][] prompts, int[] padding) throws InterruptedException {
        List<List<Group>> searches = new ArrayList<>();
        for (int i = 0; i < prompts.length; i++) {
            Written start = Written.prompt(prompts[i], padding[i]);
            searches.add(Stream.generate(() -> new Group(start))
                    .limit(beams.groups())
                    .toList());
        }
        float[][] logits = opened(prompts);
        while (true) {
            Generator.requireUninterrupted();
            Step step = new Step();
            for (List<Group> groups : searches) {
                step.advance(groups, logits);
            }
            if (step.tokens.isEmpty()) {
                return searches.stream()
                        .flatMap(groups -> best(groups).stream())
                        .toList();
            }
            reader.reorder(step.kept.stream().mapToInt(Integer::intValue).toArray());
            logits = reader.read(step.tokens.toArray(int[][]::new));
        }
    }

    /** The logits behind the prompts, a row for each group. */
    private float[][] opened(int[][] prompts) {
        float[][] logits = reader.read(Generator.unread(prompts, reader));
        if (beams.groups() == 1) {
            return logits;
        }
        int[] rows = IntStream.range(0, prompts.length * beams.groups())
                .map(row -> row / beams.groups())
                .toArray();
        reader.reorder(rows);
        return Arrays.stream(rows).mapToObj(row -> logits[row]).toArray(float[][]::new);
    }

    /** What one token more of all beams comes to. */
    private static final class Step {

        private final List<Integer> kept = new ArrayList<>();
        private final List<int[]> tokens = new ArrayList<>();
        private int row;

        /** Of the groups of one prompt. */
        void advance(List<Group> groups, float[][] logits) {
            Map<Integer, Integer> taken = new HashMap<>();
            for (Group group : groups) {
                if (group.isDone()) {
                    continue;
                }
                int width = group.running.size();
                group.advance(Arrays.copyOfRange(logits, row, row + width), taken);
                if (!group.isDone()) {
                    for (Beam beam : group.running) {
                        int token = beam.row().last();
                        kept.add(row + beam.from());
                        tokens.add(new int[] {token});
                        taken.merge(token, 1, Integer::sum);
                    }
                }
                row += width;
            }
        }
    }

    private List<Generated> best(List<Group> groups) {
        List<Generated> best = groups.stream()
                .flatMap(group -> group.finished.stream())
                .sorted(Comparator.comparingDouble(Beam::score).reversed())
                .limit(beams.returned())
                .map(beam -> Generated.of(beam.row(), beam.score()))
                .toList();
        if (best.isEmpty()) {
            throw TokenChooser.nothingFollows(0);
        }
        if (best.size() < beams.returned()) {
            throw new InvalidInputException(
                    "num_return_sequences is " + beams.returned() + " but the search found no more than " + best.size()
                            + ", for its rules allow few texts; ask for fewer.");
        }
        return best;
    }
}
