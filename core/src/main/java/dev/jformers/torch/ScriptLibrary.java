package dev.jformers.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * TorchScript methods loaded from text and called from Java; thread-safe, but for closing. Those of files beside this class are
 * never closed: the one instance lives as long as the process.
 */
final class ScriptLibrary implements AutoCloseable {

    /** What DJL sets for all other modules; libtorch does not tell a thread's present setting. */
    private static final boolean OPTIMIZES_GRAPHS =
            Boolean.parseBoolean(System.getProperty("ai.djl.pytorch.graph_optimizer", "true"));

    private final String className;
    private final String methods;
    private final NDManager owner;
    private final PtSymbolBlock module;

    private ScriptLibrary(String className, String methods) throws IOException {
        this.className = className;
        this.methods = methods;
        PtNDManager manager = (PtNDManager) Torch.newManager(Device.cpu());
        this.owner = manager;
        byte[] archive = ScriptArchive.of(className, methods);
        this.module = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
    }

    /**
     * @param className name of the module's class
     * @param resource file beside this class that holds the methods
     */
    static ScriptLibrary load(String className, String resource) {
        try (InputStream text = Objects.requireNonNull(ScriptLibrary.class.getResourceAsStream(resource), resource)) {
            return of(className, new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param className name of the module's class
     * @param methods as {@link ScriptArchive#of} takes them
     */
    static ScriptLibrary of(String className, String methods) {
        try {
            return new ScriptLibrary(className, methods);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a method is called in a library that has those of this one too. */
    String qualified(String method) {
        return className + "_" + method;
    }

    /** The methods as a library of another name has them, called as {@link #qualified} says. */
    String methodsOf(String other) {
        return methods.replaceAll(
                        "def (\\w+)\\(self: __torch__\\." + className,
                        "def " + className + "_$1(self: __torch__." + other)
                .replaceAll("\\(self\\)\\.(\\w+)\\(", "(self)." + className + "_$1(");
    }

    /** Calls a method that returns one tensor, which then belongs to {@code manager}. */
    NDArray tensor(NDManager manager, String method, Object... arguments) {
        Recording recording = Recording.of(arguments);
        if (recording != null) {
            return recording.call(this, manager, method, arguments);
        }
        long result = call(ScriptCalls::run, method, arguments);
        try {
            return new PtNDArray((PtNDManager) manager, ScriptCalls.toTensor(result));
        } finally {
            ScriptCalls.release(result);
        }
    }

    /** Calls a method that returns a list of tensors, which then belong to {@code manager}. */
    List<NDArray> tensors(NDManager manager, String method, Object... arguments) {
        Recording recording = Recording.of(arguments);
        return recording == null
                ? taken(manager, call(ScriptCalls::run, method, arguments))
                : recording.callForList(this, manager, method, arguments);
    }

    /**
     * As {@link #tensors}, in libtorch's inference mode, which costs less: the tensors can never be part of a loss. Call a method always
     * like this or never, for libtorch keeps what it has found out about a method's values in the first calls.
     */
    List<NDArray> inferred(NDManager manager, String method, Object... arguments) {
        return taken(manager, call(ScriptCalls::infer, method, arguments));
    }

    private static List<NDArray> taken(NDManager manager, long result) {
        try {
            return Arrays.stream(ScriptCalls.toTensors(result))
                    .<NDArray>mapToObj(handle -> new PtNDArray((PtNDManager) manager, handle))
                    .toList();
        } finally {
            ScriptCalls.release(result);
        }
    }

    /** Calls a method for its effect. */
    void run(String method, Object... arguments) {
        ScriptCalls.release(call(ScriptCalls::run, method, arguments));
    }

    /** Calls a method that returns what Java does not look into; the handle is freed by {@link #release}. */
    long value(String method, Object... arguments) {
        return call(ScriptCalls::run, method, arguments);
    }

    static void release(long handle) {
        ScriptCalls.release(handle);
    }

    /** How libtorch is called. */
    @FunctionalInterface
    private interface Run {

        long run(long module, String method, long... arguments);
    }

    private long call(Run run, String method, Object... arguments) {
        // The graph optimizer, thread-local in libtorch, would trace and recompile each method in its first two calls
        // (about 100 ms each) and has nothing to gain on methods this short.
        JniUtils.setGraphExecutorOptimize(false);
        long[] handles = new long[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                handles[i] = value(arguments[i]);
            }
            return run.run(module.getHandle(), method, handles);
        } finally {
            release(arguments, handles);
            JniUtils.setGraphExecutorOptimize(OPTIMIZES_GRAPHS);
        }
    }

    /** Frees the handles that were made for a call. */
    private static void release(Object[] arguments, long[] handles) {
        for (int i = 0; i < handles.length; i++) {
            if (!(arguments[i] instanceof NativeValue || arguments[i] instanceof PackedLinear)) {
                ScriptCalls.release(handles[i]);
            }
        }
    }

    /** A list of tensors; the handle is freed by {@link #release}. */
    static long listOf(List<?> tensors) {
        return ScriptCalls.ofTensors(tensors.stream()
                .mapToLong(tensor -> ((PtNDArray) tensor).getHandle())
                .toArray());
    }

    @Override
    public void close() {
        module.close();
        owner.close();
    }

    private static long value(Object argument) {
        if (argument instanceof PtNDArray tensor) {
            return ScriptCalls.ofTensor(tensor.getHandle());
        } else if (argument instanceof List<?> tensors) {
            return listOf(tensors);
        } else if (argument instanceof NativeValue kept) {
            return kept.handle();
        } else if (argument instanceof PackedLinear packed) {
            return packed.handle();
        } else if (argument instanceof long[] numbers) {
            return ScriptCalls.ofLongs(numbers);
        } else if (argument instanceof Double number) {
            return ScriptCalls.ofDouble(number);
        } else if (argument instanceof Long number) {
            return ScriptCalls.ofLong(number);
        } else if (argument instanceof Boolean truth) {
            return ScriptCalls.ofBoolean(truth);
        }
        throw new IllegalArgumentException("no TorchScript value for " + argument.getClass());
    }
}
