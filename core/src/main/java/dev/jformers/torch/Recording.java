package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.torch.Statement.Name;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A computation on arrays that writes itself down while it runs: what is computed from its {@link #input}s becomes the text of a
 * TorchScript method. What Java decides meanwhile stays decided. Not thread-safe; close it to free what the computation created.
 */
public final class Recording implements AutoCloseable {

    private final NDManager owner;
    private final Map<NDArray, Name> names = new IdentityHashMap<>();
    private final Set<NDArray> parameters;
    private final long past;
    private final List<Statement> statements = new ArrayList<>();
    private final List<NDArray> constants = new ArrayList<>();
    private final Map<String, List<PackedLinear>> packed = new LinkedHashMap<>();
    private final Set<ScriptLibrary> libraries = new LinkedHashSet<>();
    private List<Name> results = List.of();
    private int inputs;
    private int states;
    private int values;

    /**
     * @param parent a child of this manager owns what the computation creates
     * @param parameters arrays that are the same whenever the computation runs
     * @param past how many tokens were read before; numbers that grow with it are found by a second recording
     */
    public Recording(NDManager parent, Collection<NDArray> parameters, long past) {
        this.owner = parent.newSubManager();
        this.parameters = Collections.newSetFromMap(new IdentityHashMap<>());
        this.parameters.addAll(parameters);
        this.past = past;
    }

    /** How many tokens were read before. */
    public long past() {
        return past;
    }

    /** An array that differs from run to run, as the computation is to use it. */
    public NDArray input(NDArray array) {
        Name name = new Name("inputs[" + inputs++ + "]");
        names.put(array, name);
        return wrapped(array, name);
    }

    /** Says what is computed. */
    public void returns(List<NDArray> arrays) {
        results = arrays.stream().map(this::name).toList();
    }

    /** An array as it is behind what the computation uses. */
    public static NDArray real(NDArray array) {
        RecordedArray recorded = RecordedArray.behind(array);
        return recorded == null ? array : recorded.array();
    }

    /** The recording of the first of the arguments that is recorded; null where none is. */
    static @Nullable Recording of(Object... arguments) {
        for (Object argument : arguments) {
            RecordedArray recorded = argument instanceof NDArray array ? RecordedArray.behind(array) : null;
            Recording found = recorded != null
                    ? recorded.recording()
                    : argument instanceof List<?> list ? of(list.toArray()) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private NDArray wrapped(NDArray array, Name name) {
        return (NDArray) Proxy.newProxyInstance(
                Recording.class.getClassLoader(), new Class<?>[] {NDArray.class}, new RecordedArray(this, array, name));
    }

    /** Writes down a call with one result. */
    NDArray write(NDArray result, String function, Object... operands) {
        return write(List.of(result), function, operands).get(0);
    }

    /** Writes down a call with several results. */
    List<NDArray> write(List<NDArray> made, String function, Object... operands) {
        List<Name> fresh = made.stream().map(array -> newName()).toList();
        statements.add(new Statement(
                fresh, function, Arrays.stream(operands).map(this::operand).toList()));
        List<NDArray> wrapped = new ArrayList<>();
        for (int i = 0; i < fresh.size(); i++) {
            wrapped.add(wrapped(made.get(i), fresh.get(i)));
        }
        return wrapped;
    }

    private Name newName() {
        return new Name("v" + values++);
    }

    private Object operand(@Nullable Object operand) {
        if (operand == null) {
            return new Name("None");
        } else if (operand instanceof NDArray array) {
            return name(array);
        } else if (operand instanceof PackedLinear product) {
            return name(product);
        } else if (operand instanceof List<?> list) {
            return list.stream().map(this::operand).toList();
        } else if (operand instanceof ArrayCall call) {
            return new Statement(
                    List.of(),
                    call.function(),
                    call.operands().stream().map(this::operand).toList());
        } else if (operand instanceof long[] numbers) {
            return Arrays.stream(numbers).boxed().toList();
        } else if (operand instanceof Integer number) {
            return number.longValue();
        } else if (operand instanceof Float number) {
            return number.doubleValue();
        }
        return operand;
    }

    private Name name(NDArray array) {
        RecordedArray recorded = RecordedArray.behind(array);
        if (recorded != null) {
            return recorded.name();
        }
        Name known = names.get(array);
        if (known != null) {
            return known;
        }
        if (!parameters.contains(array)) {
            throw new NotRecordedException("an array of " + array.getShape() + " comes from nowhere");
        }
        return constant(array);
    }

    private Name constant(NDArray array) {
        Name name = new Name("constants[" + constants.size() + "]");
        constants.add(array);
        names.put(array, name);
        return name;
    }

    private Name name(PackedLinear product) {
        List<PackedLinear> alike = packed.computeIfAbsent(product.type(), type -> new ArrayList<>());
        int place = alike.indexOf(product);
        if (place < 0) {
            place = alike.size();
            alike.add(product);
        }
        return new Name(
                Program.packedName(new ArrayList<>(packed.keySet()).indexOf(product.type())) + "[" + place + "]");
    }

    /** An array that the computation made of numbers that Java knows; the recording keeps a copy. */
    NDArray created(NDArray array) {
        NDArray kept = array.duplicate();
        kept.attach(owner);
        return wrapped(array, constant(kept));
    }

    /** Calls a method of a library that returns one tensor. */
    NDArray call(ScriptLibrary library, NDManager manager, String method, Object... arguments) {
        NDArray made = library.tensor(RecordedManager.real(manager), method, reals(arguments));
        return write(made, function(library, method, arguments), operands(method, arguments));
    }

    /** Calls a method of a library that returns a list of tensors. */
    List<NDArray> callForList(ScriptLibrary library, NDManager manager, String method, Object... arguments) {
        List<NDArray> made = library.tensors(RecordedManager.real(manager), method, reals(arguments));
        Name list = newName();
        statements.add(new Statement(
                List.of(list),
                function(library, method, arguments),
                Arrays.stream(operands(method, arguments)).map(this::operand).toList()));
        List<NDArray> items = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            items.add(wrapped(made.get(i), new Name(list + "[" + i + "]")));
        }
        return items;
    }

    private static Object[] reals(Object... arguments) {
        return Arrays.stream(arguments).map(RecordedArray::real).toArray();
    }

    private String function(ScriptLibrary library, String method, Object... arguments) {
        libraries.add(library);
        for (Object argument : arguments) {
            if (argument instanceof PackedLinear product) {
                parameters.addAll(product.bias());
            }
        }
        return "(self)." + library.qualified(method);
    }

    /** What a cache holds, and how much of it is filled, is another reader's in each run. */
    private Object[] operands(String method, Object... arguments) {
        if (!method.equals(Operators.APPEND_STATES)) {
            return arguments;
        }
        int state = states++;
        return new Object[] {
            new Name("states[" + state + "]"),
            arguments[1],
            new Name("places[" + 2 * state + "]"),
            new Name("places[" + (2 * state + 1) + "]")
        };
    }

    /**
     * The computation for any number of tokens read before.
     *
     * @param later the same computation, recorded with another number of tokens read before; it is the program's from now on
     * @throws NotRecordedException if the two differ by more than numbers that grow with the tokens
     */
    public Program alignedWith(Recording later) {
        boolean alike = statements.size() == later.statements.size()
                && results.equals(later.results)
                && inputs == later.inputs
                && states == later.states
                && packed.equals(later.packed);
        if (!alike) {
            throw new NotRecordedException("two passes call " + statements.size() + " and " + later.statements.size()
                    + " operators, or take other inputs");
        }
        requireSameConstants(later);
        List<Statement> aligned = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            aligned.add(statements.get(i).aligned(later.statements.get(i), past, later.past - past));
        }
        Program program = Program.of(later, aligned);
        later.names.clear();
        later.statements.clear();
        return program;
    }

    private void requireSameConstants(Recording later) {
        boolean same = constants.size() == later.constants.size();
        for (int i = 0; same && i < constants.size(); i++) {
            NDArray mine = constants.get(i);
            NDArray other = later.constants.get(i);
            same = mine == other || (!parameters.contains(mine) && mine.contentEquals(other));
        }
        if (!same) {
            throw new NotRecordedException("two passes do not use the same constants");
        }
    }

    List<NDArray> constants() {
        return constants;
    }

    Map<String, List<PackedLinear>> packed() {
        return packed;
    }

    Set<ScriptLibrary> libraries() {
        return libraries;
    }

    List<Name> results() {
        return results;
    }

    @Override
    public void close() {
        owner.close();
    }
}
