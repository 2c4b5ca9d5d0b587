package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.jformers.torch.Statement.Name;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the manager of arrays that are recorded, so that what a computation makes of nothing is recorded too.
 *
 * @param manager makes the arrays
 */
record RecordedManager(Recording recording, NDManager manager) implements InvocationHandler {

    private static final Set<String> QUESTIONS = Set.of("getDevice", "getEngine", "getName", "isOpen");

    private static final Name DEVICE = new Name("device=ops.prim.device(inputs[0])");

    NDManager proxy() {
        return (NDManager)
                Proxy.newProxyInstance(RecordedManager.class.getClassLoader(), new Class<?>[] {NDManager.class}, this);
    }

    /** A manager as it is behind what a computation uses. */
    static NDManager real(NDManager manager) {
        return Proxy.isProxyClass(manager.getClass())
                        && Proxy.getInvocationHandler(manager) instanceof RecordedManager recorded
                ? recorded.manager()
                : manager;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        String called = method.getName();
        if (QUESTIONS.contains(called)) {
            return RecordedArray.invoke(method, manager, arguments);
        }
        Object[] operands = operands(called, arguments);
        NDArray made = (NDArray) RecordedArray.invoke(method, manager, arguments);
        return called.equals("create") ? recording.created(made) : recording.write(made, "torch." + called, operands);
    }

    private static Object[] operands(String called, Object... arguments) {
        String signature = called
                + Arrays.stream(arguments)
                        .map(argument -> argument.getClass().getSimpleName())
                        .toList();
        return switch (signature) {
            case "arange[Integer, Integer, Integer, DataType]" ->
                new Object[] {arguments[0], arguments[1], arguments[2], type(arguments[3]), DEVICE};
            case "zeros[Shape, DataType]", "ones[Shape, DataType]" ->
                new Object[] {((Shape) arguments[0]).getShape(), type(arguments[1]), DEVICE};
            default -> {
                if (!called.equals("create")) {
                    throw new NotRecordedException("a manager makes " + signature);
                }
                yield arguments;
            }
        };
    }

    private static Name type(Object type) {
        return new Name("dtype=" + ArrayCall.code((DataType) type));
    }
}
