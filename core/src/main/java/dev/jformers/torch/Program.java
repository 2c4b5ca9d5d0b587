package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.torch.Statement.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A recorded computation as one call of TorchScript. Thread-safe, but for closing, which frees it and what it was recorded with.
 */
public final class Program implements AutoCloseable {

    private static final String CLASS = "Program";

    private final Recording recording;
    private final ScriptLibrary library;
    private final Values constants;
    private final List<Values> packed;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A list that each run is given. */
    private record Values(long handle) implements NativeValue {}

    private Program(Recording recording, ScriptLibrary library) {
        this.recording = recording;
        this.library = library;
        this.constants = new Values(ScriptLibrary.listOf(recording.constants()));
        List<List<PackedLinear>> groups = List.copyOf(recording.packed().values());
        this.packed = IntStream.range(0, groups.size())
                .mapToObj(group -> collected(library, group, groups.get(group)))
                .toList();
    }

    private static Values collected(ScriptLibrary library, int group, List<PackedLinear> products) {
        Values list = new Values(library.value("none" + group));
        products.forEach(product -> library.run("collect" + group, list, product));
        return list;
    }

    static Program of(Recording recording, List<Statement> statements) {
        List<String> types = List.copyOf(recording.packed().keySet());
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < types.size(); group++) {
            text.append(collecting(group, "List[" + types.get(group) + "]", types.get(group)));
        }
        text.append(head(types));
        statements.forEach(statement -> text.append(statement.line("past")));
        text.append("    return ")
                .append(recording.results().stream().map(Name::text).collect(Collectors.joining(", ", "[", "]")))
                .append('\n');
        recording.libraries().forEach(library -> text.append(library.methodsOf(CLASS)));
        return new Program(recording, ScriptLibrary.of(CLASS, text.toString()));
    }

    private static String collecting(int group, String list, String type) {
        return """
                  def none%1$s(self: __torch__.%2$s) -> %3$s:
                    return annotate(%3$s, [])
                  def collect%1$s(self: __torch__.%2$s, list: %3$s, item: %4$s) -> int:
                    _0 = torch.append(list, item)
                    return torch.len(list)
                """.formatted(group, CLASS, list, type);
    }

    private static String head(List<String> types) {
        List<String> parameters = new ArrayList<>(List.of(
                "self: __torch__." + CLASS,
                "inputs: List[Tensor]",
                "states: List[Tensor]",
                "places: List[int]",
                "past: int",
                "constants: List[Tensor]"));
        for (int group = 0; group < types.size(); group++) {
            parameters.add(packedName(group) + ": List[" + types.get(group) + "]");
        }
        return "  def run(" + String.join(", ", parameters) + ") -> List[Tensor]:\n";
    }

    static String packedName(int group) {
        return "packed" + group;
    }

    /**
     * Runs the computation on the calling thread.
     *
     * @param manager owns the results
     * @param inputs as many as were recorded
     * @param states what a cache holds, in the order in which states were appended
     * @param places for each state how many tokens it holds, and the first of them that is looked at
     * @param past how many tokens were read before
     */
    public List<NDArray> run(NDManager manager, List<NDArray> inputs, List<NDArray> states, long[] places, long past) {
        List<Object> arguments = new ArrayList<>(List.of(inputs, states, places, past, constants));
        arguments.addAll(packed);
        return library.inferred(manager, "run", arguments.toArray());
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        packed.forEach(list -> ScriptLibrary.release(list.handle()));
        ScriptLibrary.release(constants.handle());
        library.close();
        recording.close();
    }
}
