package dev.jformers.tokenizer.training;

import java.util.List;

/** Pieces by id, the unknown one first, and how to find them. Thread-safe. */
final class UnigramModel {

    static final int UNKNOWN = 0;

    private static final double UNKNOWN_PENALTY = 10;

    private final List<Piece> pieces;
    private final PieceTrie trie;
    private final double[] scores;
    private final double lowestScore;

    UnigramModel(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
        trie = new PieceTrie(pieces);
        scores = pieces.stream().mapToDouble(Piece::score).toArray();
        double lowest = Double.POSITIVE_INFINITY;
        for (int id = 1; id < scores.length; id++) {
            lowest = Math.min(lowest, scores[id]);
        }
        lowestScore = lowest;
        scores[UNKNOWN] = lowest - UNKNOWN_PENALTY;
    }

    List<Piece> pieces() {
        return pieces;
    }

    PieceTrie trie() {
        return trie;
    }

    double lowestScore() {
        return lowestScore;
    }

    /** Of a piece; of the unknown one, what a letter costs that no piece is. */
    double score(int id) {
        return scores[id];
    }
}
