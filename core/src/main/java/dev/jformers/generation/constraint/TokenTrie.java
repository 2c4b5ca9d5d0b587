package dev.jformers.generation.constraint;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;

/** The tokens of a vocabulary by their bytes: a tree whose nodes stand in arrays, each before those below it. */
final class TokenTrie {

    private final int[] tokens;
    private final int[] firstTokens;
    private final byte[] values;
    private final int[] depths;
    private final int[] ends;
    private final int size;
    private final int deepest;

    /**
     * @param texts bytes of each token, by id
     * @param ids of the tokens that are text
     */
    TokenTrie(byte[][] texts, int[] ids) {
        tokens = Arrays.stream(ids)
                .boxed()
                .sorted(Comparator.comparing(id -> texts[id], Arrays::compareUnsigned))
                .mapToInt(Integer::intValue)
                .toArray();
        int most = Arrays.stream(ids).map(id -> texts[id].length).sum() + 1;
        deepest = Arrays.stream(ids).map(id -> texts[id].length).max().orElse(0);
        values = new byte[most];
        depths = new int[most];
        ends = new int[most];
        firstTokens = new int[most + 1];
        size = build(texts);
    }

    /** The root is the node before the first byte. */
    private int build(byte[][] texts) {
        int[] path = new int[deepest + 1];
        int nodes = 1;
        int depth = 0;
        for (int place = 0; place < tokens.length; place++) {
            byte[] text = texts[tokens[place]];
            byte[] before = place == 0 ? new byte[0] : texts[tokens[place - 1]];
            int different = Arrays.mismatch(before, text);
            int shared = different < 0 ? text.length : different;
            close(path, shared + 1, depth, nodes);
            for (depth = shared; depth < text.length; depth++) {
                path[depth + 1] = nodes;
                values[nodes] = text[depth];
                depths[nodes] = depth + 1;
                firstTokens[nodes] = place;
                nodes++;
            }
        }
        close(path, 0, depth, nodes);
        firstTokens[nodes] = tokens.length;
        return nodes;
    }

    private void close(int[] path, int from, int to, int end) {
        for (int depth = from; depth <= to; depth++) {
            ends[path[depth]] = end;
        }
    }

    /** Which tokens keep a match possible behind a beginning of a text. */
    BitSet allowed(Automaton.State beginning) {
        BitSet allowed = new BitSet();
        if (beginning.isDead()) {
            return allowed;
        }
        Automaton.State[] states = new Automaton.State[deepest + 1];
        states[0] = beginning;
        allow(0, allowed);
        int node = 1;
        while (node < size) {
            Automaton.State state = states[depths[node] - 1].next(values[node]);
            if (state.isDead()) {
                node = ends[node];
            } else {
                states[depths[node]] = state;
                allow(node, allowed);
                node++;
            }
        }
        return allowed;
    }

    private void allow(int node, BitSet allowed) {
        for (int place = firstTokens[node]; place < firstTokens[node + 1]; place++) {
            allowed.set(tokens[place]);
        }
    }
}
