package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the program that a pickle is, on a stack of plain values: {@link String}, {@link Long}, {@link Double}, {@link Boolean},
 * {@link List}, {@link PickledDict}, {@link PickledTensor} and what these are made of. Nothing of the host can be reached from
 * it. It neither recurses nor compares what it built, and takes a bounded number of steps.
 */
final class Unpickler {

    private static final int OLDEST = 2;
    private static final int NEWEST = 5;

    private final PickleReader reader;
    private final PickleStack stack;
    private final TensorParts parts;
    private final String where;
    private final List<Object> memo = new ArrayList<>();

    /**
     * @param where begins messages
     */
    Unpickler(ByteBuffer pickle, String where) {
        this.reader = new PickleReader(pickle, where);
        this.stack = new PickleStack(reader);
        this.parts = new TensorParts(reader);
        this.where = where;
    }

    /**
     * @return what was pickled
     * @throws InvalidInputException if the pickle is damaged, or asks for anything but tensors
     */
    Object load() {
        requireProtocol();
        for (int operations = 1; operations <= Pickle.MAX_OPERATIONS; operations++) {
            int opcode = reader.uint8();
            if (opcode == Pickle.STOP) {
                return stack.pop();
            }
            if (!scalar(opcode) && !structure(opcode) && !memo(opcode)) {
                throw reader.invalid("opcode 0x" + Integer.toHexString(opcode) + " is not one that tensors need");
            }
        }
        throw reader.invalid("more than " + Pickle.MAX_OPERATIONS + " operations");
    }

    private void requireProtocol() {
        int first = reader.uint8();
        int version = reader.uint8();
        if (first != Pickle.PROTO || version < OLDEST || version > NEWEST) {
            throw reader.invalid("no pickle of protocol " + OLDEST + " to " + NEWEST + "; save the model again with"
                    + " torch.save");
        }
    }

    private boolean scalar(int opcode) {
        switch (opcode) {
            case Pickle.NONE -> stack.push(Singleton.NONE);
            case Pickle.NEWTRUE -> stack.push(true);
            case Pickle.NEWFALSE -> stack.push(false);
            case Pickle.BININT -> stack.push((long) reader.int32());
            case Pickle.BININT1 -> stack.push((long) reader.uint8());
            case Pickle.BININT2 -> stack.push((long) reader.uint16());
            case Pickle.LONG1 -> stack.push(reader.integer(reader.uint8()));
            case Pickle.BINFLOAT -> stack.push(reader.float64());
            case Pickle.SHORT_BINUNICODE -> stack.push(reader.text(reader.uint8()));
            case Pickle.BINUNICODE -> stack.push(reader.text(reader.uint32()));
            case Pickle.BINUNICODE8 -> stack.push(reader.text(reader.int64()));
            case Pickle.GLOBAL -> {
                String module = reader.line();
                stack.push(PickledGlobal.of(module, reader.line(), where));
            }
            case Pickle.STACK_GLOBAL -> {
                String name = stack.pop(String.class);
                stack.push(PickledGlobal.of(stack.pop(String.class), name, where));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean structure(int opcode) {
        switch (opcode) {
            case Pickle.MARK -> stack.mark();
            case Pickle.POP -> stack.discard();
            case Pickle.POP_MARK -> stack.popToMark();
            case Pickle.DUP -> stack.push(stack.top());
            case Pickle.EMPTY_TUPLE -> stack.push(List.of());
            case Pickle.EMPTY_LIST -> stack.push(new ArrayList<>(0));
            case Pickle.EMPTY_DICT -> stack.push(new PickledDict());
            case Pickle.TUPLE -> stack.push(stack.popToMark());
            case Pickle.TUPLE1, Pickle.TUPLE2, Pickle.TUPLE3 -> stack.push(stack.pop(opcode - Pickle.TUPLE1 + 1));
            case Pickle.APPEND -> append(List.of(stack.pop()));
            case Pickle.APPENDS -> append(stack.popToMark());
            case Pickle.SETITEM -> put(stack.pop(2));
            case Pickle.SETITEMS -> put(stack.popToMark());
            case Pickle.BINPERSID -> stack.push(parts.storage(stack.pop()));
            case Pickle.REDUCE -> {
                Object arguments = stack.pop();
                stack.push(parts.call(stack.pop(), arguments));
            }
            case Pickle.BUILD -> dropAttributes();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memo(int opcode) {
        switch (opcode) {
            case Pickle.FRAME -> reader.int64();
            case Pickle.MEMOIZE -> remember(memo.size());
            case Pickle.BINPUT -> remember(reader.uint8());
            case Pickle.LONG_BINPUT -> remember(reader.uint32());
            case Pickle.BINGET -> recall(reader.uint8());
            case Pickle.LONG_BINGET -> recall(reader.uint32());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void remember(long index) {
        if (index > memo.size()) {
            throw reader.invalid("memo " + index + " comes after " + memo.size() + "; the pickle is damaged");
        }
        if (index == memo.size()) {
            memo.add(stack.top());
        } else {
            memo.set((int) index, stack.top());
        }
    }

    private void recall(long index) {
        if (index >= memo.size()) {
            throw reader.invalid("memo " + index + " is not there; the pickle is damaged");
        }
        stack.push(memo.get((int) index));
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) {
        if (!(stack.top() instanceof ArrayList)) {
            throw reader.invalid("items for what is no list");
        }
        ((List<Object>) stack.top()).addAll(items);
    }

    private void put(List<Object> items) {
        if (!(stack.top() instanceof PickledDict dict) || items.size() % 2 != 0) {
            throw reader.invalid("entries for what is no dictionary, or a key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Long || key instanceof Double || key instanceof Boolean)) {
                throw reader.invalid("a key that is neither a text nor a number");
            }
            dict.put(key, items.get(i + 1));
        }
    }

    /** A state dictionary has {@code _metadata}, versions of modules, which say nothing about the tensors. */
    private void dropAttributes() {
        stack.pop();
        if (!(stack.top() instanceof PickledDict)) {
            throw reader.invalid("attributes for what is no dictionary");
        }
    }

    /** Values of which there is one. */
    enum Singleton {
        NONE
    }
}
