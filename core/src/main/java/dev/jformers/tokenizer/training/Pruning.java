package dev.jformers.tokenizer.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes pieces away that cost least likelihood, on the assumption that each is replaced by the second best way to make it.
 *
 * @param model as it is
 * @param frequencies how often each piece is in the best ways to make the words
 */
record Pruning(UnigramModel model, double[] frequencies) {

    private record Candidate(Piece piece, double loss) {}

    /** The model with so many pieces, or more where they cannot be replaced: those first, then by what they are worth. */
    UnigramModel pruned(int size) {
        double sum = 0;
        for (double frequency : frequencies) {
            sum += frequency;
        }
        List<Piece> kept = new ArrayList<>();
        kept.add(model.pieces().get(UnigramModel.UNKNOWN));
        List<Candidate> candidates = new ArrayList<>();
        Lattice lattice = new Lattice(model);
        for (int id = 1; id < frequencies.length; id++) {
            Piece piece = model.pieces().get(id);
            int[] letters = piece.text().codePoints().toArray();
            IntList instead = instead(letters, id, lattice);
            if (instead.size() == 0 && (frequencies[id] > 0 || letters.length == 1)) {
                kept.add(piece);
            } else if (frequencies[id] > 0) {
                candidates.add(new Candidate(piece, loss(id, instead, sum)));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::loss).reversed());
        candidates.stream().limit(Math.max(0, size - kept.size())).forEach(one -> kept.add(one.piece()));
        return new UnigramModel(kept);
    }

    /** The pieces that replace one; none if it cannot be replaced, or is not the best way to make itself. */
    private IntList instead(int[] letters, int id, Lattice lattice) {
        if (letters.length == 1) {
            return new IntList();
        }
        lattice.set(letters, 0, letters.length, letters.length - 1);
        return lattice.findBest() > model.score(id) ? new IntList() : lattice.backtrack();
    }

    /** What the logarithm of the likelihood loses where the piece is replaced wherever it occurs, up to a common factor. */
    private double loss(int id, IntList instead, double sum) {
        double frequency = frequencies[id];
        double with = Math.log(frequency) - Math.log(sum);
        double sumWithout = Math.log(sum + frequency * (instead.size() - 1));
        double without = 0;
        for (int i = 0; i < instead.size(); i++) {
            without += Math.log(frequencies[instead.get(i)] + frequency) - sumWithout;
        }
        return frequency * (with - without);
    }
}
