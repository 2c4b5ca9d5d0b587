package dev.jformers.generation.constraint;

import dev.jformers.generation.constraint.Utf8.Bytes;
import java.util.Arrays;
import java.util.List;

/**
 * An automaton over bytes that is not deterministic and has a stack: nodes, known by their places.
 *
 * @param nodes all of them
 * @param start where a text begins
 * @param depths how many calls within each other a node needs at least to be left; {@link #NEVER} if no text leaves it
 * @param classOf a class for each byte; no node tells bytes of a class apart
 */
@SuppressWarnings("ArrayRecordComponent")
record Program(List<Node> nodes, int start, int[] depths, int[] classOf) {

    /** How many calls may stand within each other. */
    static final int DEEPEST = 64;

    /** More than any depth. */
    static final int NEVER = 1 << 20;

    private static final int BYTES = 256;

    /** A place in the automaton. */
    sealed interface Node {}

    /** Reads a byte; no byte is in two branches. */
    record Fan(List<Branch> branches) implements Node {

        /** The node behind a byte, or -1. */
        int next(int value) {
            for (Branch branch : branches) {
                if (branch.bytes().low() <= value && value <= branch.bytes().high()) {
                    return branch.next();
                }
            }
            return -1;
        }
    }

    /** Bytes that lead to a node. */
    record Branch(Bytes bytes, int next) {}

    /** Goes on at any of these. */
    record Split(List<Integer> next) implements Node {}

    /**
     * Goes on at a rule, and behind its end at a node.
     *
     * @param rule where the rule begins
     */
    record Call(int rule, int next) implements Node {}

    /** Ends a rule, or the text. */
    record Return() implements Node {}

    /** Finds out depths and classes. */
    static Program of(List<Node> nodes, int start) {
        return new Program(nodes, start, depths(nodes), classes(nodes));
    }

    /** Whether no text goes through the automaton. */
    boolean isEmpty() {
        return depths[start] > DEEPEST;
    }

    int classes() {
        return Arrays.stream(classOf).max().orElse(0) + 1;
    }

    private static int[] depths(List<Node> nodes) {
        int[] depths = new int[nodes.size()];
        Arrays.fill(depths, NEVER);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < depths.length; i++) {
                int depth = depth(nodes.get(i), depths);
                changed |= depth < depths[i];
                depths[i] = Math.min(depth, depths[i]);
            }
        }
        return depths;
    }

    private static int depth(Node node, int[] depths) {
        if (node instanceof Fan fan) {
            return fan.branches().stream()
                    .mapToInt(branch -> depths[branch.next()])
                    .min()
                    .orElse(NEVER);
        }
        if (node instanceof Split split) {
            return split.next().stream().mapToInt(next -> depths[next]).min().orElse(NEVER);
        }
        if (node instanceof Call call) {
            return Math.max(Math.min(depths[call.rule()], NEVER - 1) + 1, depths[call.next()]);
        }
        return 0;
    }

    private static int[] classes(List<Node> nodes) {
        boolean[] borders = new boolean[BYTES + 1];
        for (Node node : nodes) {
            if (node instanceof Fan fan) {
                for (Branch branch : fan.branches()) {
                    borders[branch.bytes().low()] = true;
                    borders[branch.bytes().high() + 1] = true;
                }
            }
        }
        int[] classOf = new int[BYTES];
        for (int value = 1; value < BYTES; value++) {
            classOf[value] = classOf[value - 1] + (borders[value] ? 1 : 0);
        }
        return classOf;
    }
}
