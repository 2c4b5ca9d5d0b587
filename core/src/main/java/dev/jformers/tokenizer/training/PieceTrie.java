package dev.jformers.tokenizer.training;

import java.util.Arrays;
import java.util.List;

/** Finds the pieces that a text goes on with, letter by letter. Not thread-safe while it is built; afterwards it is. */
final class PieceTrie {

    static final int ROOT = 0;
    static final int NONE = -1;

    private static final int LETTER_BITS = 21;

    /** Node and letter, by hash; {@link #NONE} is free. */
    private long[] steps = new long[1 << 12];

    private int[] targets = new int[1 << 12];
    private int[] pieces = new int[1 << 12];
    private int nodes = 1;

    PieceTrie(List<Piece> pieces) {
        Arrays.fill(steps, NONE);
        Arrays.fill(this.pieces, NONE);
        for (int id = 0; id < pieces.size(); id++) {
            add(pieces.get(id).text(), id);
        }
    }

    /** The node behind another one and a letter, or {@link #NONE}. */
    int next(int node, int letter) {
        int place = place(step(node, letter));
        return steps[place] == NONE ? NONE : targets[place];
    }

    /** The piece that ends at a node, or {@link #NONE}. */
    int piece(int node) {
        return pieces[node];
    }

    private void add(String text, int id) {
        int node = ROOT;
        for (int i = 0; i < text.length(); ) {
            int letter = text.codePointAt(i);
            i += Character.charCount(letter);
            node = nextOrNew(node, letter);
        }
        pieces[node] = id;
    }

    private int nextOrNew(int node, int letter) {
        int place = place(step(node, letter));
        if (steps[place] != NONE) {
            return targets[place];
        }
        if (nodes == pieces.length) {
            pieces = Arrays.copyOf(pieces, 2 * nodes);
            Arrays.fill(pieces, nodes, pieces.length, NONE);
        }
        steps[place] = step(node, letter);
        targets[place] = nodes++;
        int made = targets[place];
        if (2 * nodes > steps.length) {
            grow();
        }
        return made;
    }

    private static long step(int node, int letter) {
        return (long) node << LETTER_BITS | letter;
    }

    private int place(long step) {
        int mask = steps.length - 1;
        int place = (int) ((step * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (steps[place] != step && steps[place] != NONE) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldSteps = steps;
        int[] oldTargets = targets;
        steps = new long[2 * oldSteps.length];
        targets = new int[steps.length];
        Arrays.fill(steps, NONE);
        for (int i = 0; i < oldSteps.length; i++) {
            if (oldSteps[i] != NONE) {
                int place = place(oldSteps[i]);
                steps[place] = oldSteps[i];
                targets[place] = oldTargets[i];
            }
        }
    }
}
