package dev.jformers.checkpoint.pytorch;

import java.util.ArrayList;
import java.util.List;

/** The values that a pickle has made and not yet used. */
final class PickleStack {

    private static final int MAX_DEPTH = 1_000_000;

    private final PickleReader reader;
    private final List<Object> values = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();

    /**
     * @param reader says where, in messages
     */
    PickleStack(PickleReader reader) {
        this.reader = reader;
    }

    void push(Object value) {
        requireRoom();
        values.add(value);
    }

    void mark() {
        requireRoom();
        marks.add(values.size());
    }

    Object top() {
        requireValues(1);
        return values.get(values.size() - 1);
    }

    Object pop() {
        requireValues(1);
        return values.remove(values.size() - 1);
    }

    <T> T pop(Class<T> type) {
        Object value = pop();
        if (!type.isInstance(value)) {
            throw reader.invalid("a value that is no " + type.getSimpleName());
        }
        return type.cast(value);
    }

    /** Takes a value off, or the mark that lies on top. */
    void discard() {
        if (!marks.isEmpty() && marks.get(marks.size() - 1) == values.size()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    /** Takes some values off; the topmost is the last. */
    List<Object> pop(int count) {
        requireValues(count);
        List<Object> top = values.subList(values.size() - count, values.size());
        List<Object> popped = List.copyOf(top);
        top.clear();
        return popped;
    }

    List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw reader.invalid("no mark; the pickle is damaged");
        }
        int mark = marks.remove(marks.size() - 1);
        return pop(values.size() - mark);
    }

    /** The values above the last mark alone may be taken, else that mark would lie in the air. */
    private void requireValues(int count) {
        int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        if (values.size() - count < floor) {
            throw reader.invalid("nothing is left on the stack; the pickle is damaged");
        }
    }

    private void requireRoom() {
        if (values.size() + marks.size() >= MAX_DEPTH) {
            throw reader.invalid("more than " + MAX_DEPTH + " values on the stack");
        }
    }
}
