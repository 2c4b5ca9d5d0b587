package dev.jformers.tokenizer.training;

import java.util.Arrays;

/** All the ways to make a word of pieces. Used for one word after the other; not thread-safe. */
final class Lattice {

    private final UnigramModel model;

    /** By the position where they begin, one behind the other: where pieces end and which they are. */
    private int[] ends = new int[64];

    private int[] ids = new int[64];
    private int edges;

    private int length;
    private int[] firstEdge = new int[16];
    private double[] forward = new double[16];
    private double[] backward = new double[16];
    private double[] sums = new double[16];
    private int[] bestEdge = new int[16];
    private int[] bestStart = new int[16];

    Lattice(UnigramModel model) {
        this.model = model;
    }

    /** Begins with a word, made of pieces of any length. */
    void set(int[] letters, int from, int to) {
        set(letters, from, to, to - from);
    }

    /** Begins with a word, made of pieces of at most so many letters. */
    void set(int[] letters, int from, int to, int longest) {
        length = to - from;
        edges = 0;
        if (length + 2 > firstEdge.length) {
            makeRoom(2 * length + 2);
        }
        for (int start = 0; start < length; start++) {
            firstEdge[start] = edges;
            addPieces(letters, from, start, Math.min(length, start + longest));
        }
        firstEdge[length] = edges;
    }

    private void makeRoom(int positions) {
        firstEdge = new int[positions];
        forward = new double[positions];
        backward = new double[positions];
        sums = new double[positions];
        bestEdge = new int[positions];
        bestStart = new int[positions];
    }

    private void addPieces(int[] letters, int from, int start, int furthest) {
        PieceTrie trie = model.trie();
        boolean single = false;
        int node = PieceTrie.ROOT;
        for (int end = start; end < furthest; ) {
            node = trie.next(node, letters[from + end]);
            if (node == PieceTrie.NONE) {
                break;
            }
            end++;
            if (trie.piece(node) != PieceTrie.NONE) {
                add(end, trie.piece(node));
                single |= end == start + 1;
            }
        }
        if (!single) {
            add(start + 1, UnigramModel.UNKNOWN);
        }
    }

    private void add(int end, int id) {
        if (edges == ends.length) {
            ends = Arrays.copyOf(ends, 2 * edges);
            ids = Arrays.copyOf(ids, 2 * edges);
        }
        ends[edges] = end;
        ids[edges++] = id;
    }

    /**
     * Adds how often each piece is expected in the word.
     *
     * @param count of the word
     */
    void addExpected(long count, double[] expected) {
        sumForward();
        double whole = forward[length];
        backward[length] = 0;
        for (int start = length - 1; start >= 0; start--) {
            double most = Double.NEGATIVE_INFINITY;
            for (int edge = firstEdge[start]; edge < firstEdge[start + 1]; edge++) {
                most = Math.max(most, model.score(ids[edge]) + backward[ends[edge]]);
            }
            double weight = count * Math.exp(forward[start] + most - whole);
            double sum = 0;
            for (int edge = firstEdge[start]; edge < firstEdge[start + 1]; edge++) {
                double share = Math.exp(model.score(ids[edge]) + backward[ends[edge]] - most);
                sum += share;
                expected[ids[edge]] += weight * share;
            }
            backward[start] = most + Math.log(sum);
        }
    }

    /** The logarithm of the sum of what leads to each position: the largest term, and the sum of all beside it. */
    private void sumForward() {
        Arrays.fill(forward, 0, length + 1, Double.NEGATIVE_INFINITY);
        Arrays.fill(sums, 0, length + 1, 0);
        forward[0] = 0;
        sums[0] = 1;
        for (int start = 0; start < length; start++) {
            forward[start] += Math.log(sums[start]);
            for (int edge = firstEdge[start]; edge < firstEdge[start + 1]; edge++) {
                addForward(ends[edge], forward[start] + model.score(ids[edge]));
            }
        }
        forward[length] += Math.log(sums[length]);
    }

    private void addForward(int end, double term) {
        double most = forward[end];
        if (term <= most) {
            sums[end] += Math.exp(term - most);
        } else {
            sums[end] = sums[end] * Math.exp(most - term) + 1;
            forward[end] = term;
        }
    }

    /**
     * Finds the best way; {@link #backtrack} tells its pieces.
     *
     * @return its score; negative infinity if there is none
     */
    double findBest() {
        Arrays.fill(forward, 0, length + 1, Double.NEGATIVE_INFINITY);
        forward[0] = 0;
        for (int start = 0; start < length; start++) {
            for (int edge = firstEdge[start]; edge < firstEdge[start + 1]; edge++) {
                double score = forward[start] + model.score(ids[edge]);
                if (score > forward[ends[edge]]) {
                    forward[ends[edge]] = score;
                    bestEdge[ends[edge]] = edge;
                    bestStart[ends[edge]] = start;
                }
            }
        }
        return forward[length];
    }

    /** The pieces of the best way, the last one first. */
    IntList backtrack() {
        IntList pieces = new IntList();
        for (int end = length; end > 0; end = bestStart[end]) {
            pieces.add(ids[bestEdge[end]]);
        }
        return pieces;
    }
}
