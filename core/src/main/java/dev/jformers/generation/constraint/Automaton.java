package dev.jformers.generation.constraint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A program that runs deterministically: states are sets of places, made when a text first needs them. Thread-safe. */
final class Automaton {

    /** States are forgotten, and made again, where there are more; one has a few hundred bytes. */
    private static final int MOST_STATES = 50_000;

    private final Program program;
    private final int[] examples;
    private final State dead;
    private final State start;
    private volatile Map<Set<Place>, State> states = new ConcurrentHashMap<>();

    Automaton(Program program) {
        this.program = program;
        this.examples = new int[program.classes()];
        for (int value = 0; value < program.classOf().length; value++) {
            examples[program.classOf()[value]] = value;
        }
        this.dead = new State(Set.of(), false);
        Closure closure = new Closure();
        closure.add(program.start(), null);
        this.start = state(closure);
    }

    /**
     * A call that is open.
     *
     * @param next where it goes on
     * @param below the one around it
     */
    private record Frame(int next, @Nullable Frame below, int depth) {}

    /**
     * Where a text may be.
     *
     * @param node reads the next byte
     * @param frame the innermost call, if any
     */
    private record Place(int node, @Nullable Frame frame) {}

    State start() {
        return start;
    }

    /** What a beginning of a text has led to. */
    final class State {

        private final Set<Place> places;
        private final boolean whole;
        private final AtomicReferenceArray<@Nullable State> next;

        private State(Set<Place> places, boolean whole) {
            this.places = places;
            this.whole = whole;
            this.next = new AtomicReferenceArray<>(places.isEmpty() ? 0 : examples.length);
        }

        /** Whether the text may end here. */
        boolean isWhole() {
            return whole;
        }

        /** Whether no text begins like this. */
        boolean isDead() {
            return places.isEmpty() && !whole;
        }

        /** The state behind one more byte; from which the end of a text can be reached, or dead. */
        State next(byte value) {
            if (places.isEmpty()) {
                return dead;
            }
            int kind = program.classOf()[value & 0xFF];
            State known = next.get(kind);
            if (known == null) {
                known = computed(examples[kind]);
                next.set(kind, known);
            }
            return known;
        }

        private State computed(int value) {
            Closure closure = new Closure();
            for (Place place : places) {
                int behind = ((Program.Fan) program.nodes().get(place.node())).next(value);
                if (behind >= 0) {
                    closure.add(behind, place.frame());
                }
            }
            return state(closure);
        }

        State next(byte[] bytes) {
            State state = this;
            for (byte value : bytes) {
                state = state.next(value);
            }
            return state;
        }
    }

    private State state(Closure closure) {
        if (closure.places.isEmpty() && !closure.whole) {
            return dead;
        }
        if (states.size() > MOST_STATES) {
            states = new ConcurrentHashMap<>();
        }
        return states.computeIfAbsent(closure.key(), key -> new State(closure.places, closure.whole));
    }

    /** The places that are reached without a byte. */
    private final class Closure {

        private final Set<Place> seen = new HashSet<>();
        private final Deque<Place> waiting = new ArrayDeque<>();
        private final Set<Place> places = new HashSet<>();
        private boolean whole;

        void add(int node, @Nullable Frame frame) {
            visit(node, frame);
            while (!waiting.isEmpty()) {
                Place place = waiting.remove();
                follow(program.nodes().get(place.node()), place);
            }
        }

        private void visit(int node, @Nullable Frame frame) {
            int depth = frame == null ? 0 : frame.depth();
            Place place = new Place(node, frame);
            if (depth + program.depths()[node] <= Program.DEEPEST && seen.add(place)) {
                waiting.add(place);
            }
        }

        private void follow(Program.Node node, Place place) {
            Frame frame = place.frame();
            if (node instanceof Program.Fan) {
                places.add(place);
            } else if (node instanceof Program.Split split) {
                split.next().forEach(next -> visit(next, frame));
            } else if (node instanceof Program.Call call) {
                visit(call.rule(), new Frame(call.next(), frame, frame == null ? 1 : frame.depth() + 1));
            } else if (frame == null) {
                whole = true;
            } else {
                visit(frame.next(), frame.below());
            }
        }

        /** A text that is whole differs from one that is not, though both go on at the same places. */
        Set<Place> key() {
            if (!whole) {
                return places;
            }
            Set<Place> key = new HashSet<>(places);
            key.add(new Place(-1, null));
            return key;
        }
    }
}
