package dev.jformers.generation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
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

    /** The search of one prompt. */
    private final class Prompt {

        private List<Beam> running;
        private final List<Beam> finished = new ArrayList<>();
        private boolean improvable = true;
        private boolean full;

        Prompt(Written start) {
            running = List.of(new Beam(start, 0, 0));
        }

        /** Takes the best continuations. */
        void advance(float[][] logits) {
            List<Beam> candidates = candidates(logits);
            List<Beam> next = new ArrayList<>();
            for (int i = 0; i < candidates.size(); i++) {
                Beam candidate = candidates.get(i);
                if (!ends(candidate)) {
                    next.add(candidate);
                } else if (i < beams.beams() && improvable && !full) {
                    finished.add(ranked(candidate));
                }
            }
            if (finished.size() > beams.beams()) {
                finished.sort(Comparator.comparingDouble(Beam::score).reversed());
                finished.subList(beams.beams(), finished.size()).clear();
            }
            full |= finished.size() == beams.beams() && beams.earlyStopping() == Search.EarlyStopping.WHEN_FULL;
            running = List.copyOf(next.subList(0, Math.min(next.size(), beams.beams())));
            improvable &= !running.isEmpty() && canImprove(running.get(0));
        }

        /** The most probable continuations of all beams together, the best first; more than beams, for some may end. */
        private List<Beam> candidates(float[][] logits) {
            int wanted = Math.max(2, 1 + config.endIds().size()) * beams.beams();
            Stream.Builder<Beam> found = Stream.builder();
            for (int i = 0; i < running.size(); i++) {
                Beam beam = running.get(i);
                float[] scores = Probabilities.logSoftmax(logits[i]);
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
            int[] tokens = beam.row().tokens();
            return config.isEnd(tokens[tokens.length - 1]) || config.isFull(beam.row());
        }

        private Beam ranked(Beam beam) {
            return new Beam(
                    beam.row(), beam.score() / Math.pow(beam.row().generated(), beams.lengthPenalty()), beam.from());
        }

        private boolean canImprove(Beam best) {
            if (finished.size() < beams.beams()) {
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

        List<Generated> best() {
            return finished.stream()
                    .sorted(Comparator.comparingDouble(Beam::score).reversed())
                    .limit(beams.returned())
                    .map(beam -> Generated.of(beam.row(), beam.score()))
                    .toList();
        }
    }

    List<Generated> search(int[][] prompts, int[] padding) throws InterruptedException {
        List<Prompt> searches = new ArrayList<>();
        for (int i = 0; i < prompts.length; i++) {
            searches.add(new Prompt(Written.prompt(prompts[i], padding[i])));
        }
        float[][] logits = reader.read(Generator.unread(prompts, reader));
        while (true) {
            Generator.requireUninterrupted();
            List<Integer> kept = new ArrayList<>();
            List<int[]> tokens = new ArrayList<>();
            int row = 0;
            for (int i = 0; i < searches.size(); i++) {
                Prompt search = searches.get(i);
                if (search.isDone()) {
                    continue;
                }
                int width = search.running.size();
                search.advance(Arrays.copyOfRange(logits, row, row + width));
                if (!search.isDone()) {
                    for (Beam beam : search.running) {
                        kept.add(row + beam.from());
                        int[] all = beam.row().tokens();
                        tokens.add(new int[] {all[all.length - 1]});
                    }
                }
                row += width;
            }
            if (tokens.isEmpty()) {
                return searches.stream()
                        .flatMap(search -> search.best().stream())
                        .toList();
            }
            reader.reorder(kept.stream().mapToInt(Integer::intValue).toArray());
            logits = reader.read(tokens.toArray(int[][]::new));
        }
    }
}
