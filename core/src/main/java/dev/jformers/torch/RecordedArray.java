package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.internal.NDArrayEx;
import ai.djl.pytorch.engine.PtNDArray;
import dev.jformers.torch.Statement.Name;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind an array of a computation that is recorded: an array that computes, and its name in the text.
 *
 * @param recording writes down what is computed from it
 */
record RecordedArray(Recording recording, NDArray array, Name name) implements InvocationHandler {

    /** What tells of an array's form, not of its values. */
    private static final Set<String> QUESTIONS =
            Set.of("getShape", "getDataType", "getDevice", "size", "isScalar", "isEmpty", "hasGradient", "isSparse");

    /** What concerns the array that computes alone. */
    private static final Set<String> OWNERSHIP =
            Set.of("attach", "tempAttach", "detach", "close", "setName", "getName");

    /** The recorded array that one is; null for any other. */
    static @Nullable RecordedArray behind(NDArray array) {
        return !(array instanceof PtNDArray)
                        && Proxy.isProxyClass(array.getClass())
                        && Proxy.getInvocationHandler(array) instanceof RecordedArray recorded
                ? recorded
                : null;
    }

    /** The same argument without recorded arrays. */
    static Object real(Object argument) {
        if (argument instanceof NDArray array) {
            return Recording.real(array);
        } else if (argument instanceof NDList list) {
            return new NDList(list.stream().map(Recording::real).toList());
        }
        return argument instanceof List<?> list
                ? list.stream().map(RecordedArray::real).toList()
                : argument;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        String called = method.getName();
        if (QUESTIONS.contains(called) || OWNERSHIP.contains(called)) {
            return invoke(method, array, arguments);
        }
        return switch (called) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> name + " " + array.getShape();
            case "getManager" -> new RecordedManager(recording, array.getManager()).proxy();
            case "getNDArrayInternal" ->
                Proxy.newProxyInstance(
                        RecordedArray.class.getClassLoader(),
                        new Class<?>[] {NDArrayEx.class},
                        (internal, operator, of) -> computed(
                                (NDArray) proxy,
                                operator,
                                array.getNDArrayInternal(),
                                of == null ? new Object[0] : of));
            default -> computed((NDArray) proxy, method, array, arguments);
        };
    }

    /** Computes, and writes down how. */
    private Object computed(NDArray self, Method method, Object receiver, Object... arguments) throws Throwable {
        ArrayCall call = ArrayCall.of(self, method.getName(), arguments);
        Object[] reals = new Object[arguments.length];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = real(arguments[i]);
        }
        Object result = invoke(method, receiver, reals);
        Object[] operands = call.operands().toArray();
        if (result instanceof NDList list) {
            return new NDList(recording.write(List.copyOf(list), call.function(), operands));
        }
        return recording.write((NDArray) result, call.function(), operands);
    }

    static Object invoke(Method method, Object receiver, Object... arguments) throws Throwable {
        try {
            return method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
