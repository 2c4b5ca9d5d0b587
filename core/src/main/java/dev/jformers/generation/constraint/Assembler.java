package dev.jformers.generation.constraint;

import dev.jformers.InvalidInputException;
import dev.jformers.generation.constraint.Program.Branch;
import dev.jformers.generation.constraint.Program.Node;
import dev.jformers.generation.constraint.Utf8.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Turns a grammar into a program, from the end of each text to its beginning. */
final class Assembler {

    private static final int MOST_NODES = 500_000;

    private final CodePoints alphabet;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> known = new HashMap<>();
    private final Map<String, Integer> begins = new HashMap<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    private Assembler(CodePoints alphabet) {
        this.alphabet = alphabet;
    }

    /**
     * @param alphabet the characters that can be written
     * @throws InvalidInputException if the program would be too large
     */
    static Program assemble(Grammar grammar, CodePoints alphabet) {
        Assembler assembler = new Assembler(alphabet);
        int end = assembler.add(new Program.Return());
        int start = grammar.start().addTo(assembler, end);
        while (!assembler.waiting.isEmpty()) {
            String rule = assembler.waiting.remove();
            int begin = Objects.requireNonNull(grammar.rules().get(rule), rule).addTo(assembler, end);
            assembler.fill(Objects.requireNonNull(assembler.begins.get(rule)), List.of(begin));
        }
        return Program.of(List.copyOf(assembler.nodes), start);
    }

    private int add(Node node) {
        Integer same = known.get(node);
        if (same != null) {
            return same;
        }
        if (nodes.size() >= MOST_NODES) {
            throw new InvalidInputException("the constraint is too large: it needs an automaton of more than "
                    + MOST_NODES + " nodes; make its counts, such as {1,1000} or maxLength, smaller.");
        }
        nodes.add(node);
        known.put(node, nodes.size() - 1);
        return nodes.size() - 1;
    }

    int split(List<Integer> next) {
        return next.size() == 1 ? next.get(0) : add(new Program.Split(List.copyOf(next)));
    }

    /** A node that is filled later. */
    int reserve() {
        nodes.add(new Program.Split(List.of()));
        return nodes.size() - 1;
    }

    void fill(int reserved, List<Integer> next) {
        nodes.set(reserved, new Program.Split(List.copyOf(next)));
    }

    int call(String rule, int next) {
        int begin = begins.computeIfAbsent(rule, name -> {
            waiting.add(name);
            return reserve();
        });
        return add(new Program.Call(begin, next));
    }

    int characters(CodePoints characters, int next) {
        List<List<Bytes>> sequences = characters.and(alphabet).ranges().stream()
                .flatMap(range -> Utf8.sequences(range).stream())
                .toList();
        return fan(sequences, 0, next);
    }

    /** Reads the rest of sequences that have the same bytes before this place. */
    private int fan(List<List<Bytes>> sequences, int place, int next) {
        List<Branch> branches = new ArrayList<>();
        int from = 0;
        while (from < sequences.size()) {
            Bytes bytes = sequences.get(from).get(place);
            int to = from + 1;
            while (to < sequences.size() && sequences.get(to).get(place).equals(bytes)) {
                to++;
            }
            boolean last = sequences.get(from).size() == place + 1;
            branches.add(new Branch(bytes, last ? next : fan(sequences.subList(from, to), place + 1, next)));
            from = to;
        }
        return add(new Program.Fan(List.copyOf(branches)));
    }
}
