package dev.jformers.generation.constraint;

import dev.jformers.tokenizer.TokenBytes;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Which tokens are possible in a state, computed when it is first reached. Thread-safe. */
final class Masks {

    /** Masks are forgotten, and made again, where there are more; one has a bit for each token. */
    private static final int MOST_MASKS = 1024;

    private final TokenTrie first;
    private final TokenTrie later;
    private final Map<Automaton.State, BitSet> ofFirst = new ConcurrentHashMap<>();
    private volatile Map<Automaton.State, BitSet> ofLater = new ConcurrentHashMap<>();

    Masks(TokenBytes tokens) {
        first = trie(tokens, true);
        later = trie(tokens, false);
    }

    /** Behind the first, a token that writes nothing would let a text go on for ever. */
    private static TokenTrie trie(TokenBytes tokens, boolean isFirst) {
        byte[][] texts = IntStream.range(0, tokens.size())
                .mapToObj(id -> tokens.of(id, isFirst).orElse(new byte[0]))
                .toArray(byte[][]::new);
        int[] ids = IntStream.range(0, tokens.size())
                .filter(id ->
                        texts[id].length > 0 || (isFirst && tokens.of(id, true).isPresent()))
                .toArray();
        return new TokenTrie(texts, ids);
    }

    /**
     * @param isFirst whether the next token is the first of its text
     * @return the tokens by id; must not be changed
     */
    BitSet allowed(Automaton.State state, boolean isFirst) {
        return isFirst ? ofFirst.computeIfAbsent(state, first::allowed) : computed(state);
    }

    private BitSet computed(Automaton.State state) {
        if (ofLater.size() >= MOST_MASKS) {
            ofLater = new ConcurrentHashMap<>();
        }
        return ofLater.computeIfAbsent(state, later::allowed);
    }
}
