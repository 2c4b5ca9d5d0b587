package dev.jformers.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), fused, and the clipping of the global norm. Changes the
 * parameters in place. Not thread-safe. Its arrays belong to the manager that it was made with.
 */
public final class AdamW {

    private static final String AVERAGES = "exp_avg.";
    private static final String SQUARES = "exp_avg_sq.";
    private static final String STEP = "step";

    private final Settings settings;
    private final List<String> names = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();
    private final List<NDArray> averages = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();
    /** Where the rows of a sparse gradient are laid out; zeros between steps. Empty where a gradient is dense. */
    private final List<NDArray> tables = new ArrayList<>();

    /** How many of the parameters, the first ones, have weight decay. */
    private final int decayed;

    private final NDArray step;

    /**
     * @param manager owns the optimizer's state
     * @param decayed parameters with weight decay, by name
     * @param spared parameters without
     */
    public AdamW(NDManager manager, Map<String, NDArray> decayed, Map<String, NDArray> spared, Settings settings) {
        this.settings = settings;
        this.decayed = decayed.size();
        this.step = manager.zeros(new Shape(), DataType.FLOAT32);
        addAll(manager, decayed);
        addAll(manager, spared);
    }

    private void addAll(NDManager manager, Map<String, NDArray> group) {
        group.forEach((name, parameter) -> {
            names.add(name);
            parameters.add(parameter);
            averages.add(manager.zeros(parameter.getShape(), parameter.getDataType()));
            squares.add(manager.zeros(parameter.getShape(), parameter.getDataType()));
            tables.add(manager.zeros(new Shape(0), parameter.getDataType()));
        });
    }

    /** The parameters in the order in which {@link #step} expects their gradients. */
    public List<NDArray> parameters() {
        return List.copyOf(parameters);
    }

    /**
     * Clips the gradients and takes one step.
     *
     * @param gradients as {@link Autograd#gradients} returns them for {@link #parameters}; used up
     * @param learningRate of this step
     * @return the norm of all gradients together before clipping
     */
    public float step(List<NDArray> gradients, double learningRate) {
        makeTables(gradients);
        int count = parameters.size();
        try (Autograd.Scope off = Autograd.recording(false);
                NDManager scope = step.getManager().newSubManager();
                NDList clipped = new NDList(
                        Operators.library().tensors(scope, "clip", gradients, tables, settings.maxGradNorm()))) {
            List<NDArray> dense = clipped.subList(1, 1 + count);
            step.addi(1);
            update(dense, 0, decayed, settings.weightDecay(), learningRate);
            update(dense, decayed, count, 0, learningRate);
            clearTables(clipped.subList(1 + count, clipped.size()));
            return clipped.head().getFloat();
        }
    }

    private void update(List<NDArray> dense, int from, int to, double weightDecay, double learningRate) {
        if (from == to) {
            return;
        }
        Operators.library()
                .run(
                        "adamw",
                        parameters.subList(from, to),
                        dense.subList(from, to),
                        averages.subList(from, to),
                        squares.subList(from, to),
                        Collections.nCopies(to - from, step),
                        learningRate,
                        settings.beta1(),
                        settings.beta2(),
                        settings.epsilon(),
                        weightDecay);
    }

    private void makeTables(List<NDArray> gradients) {
        for (int i = 0; i < gradients.size(); i++) {
            if (gradients.get(i).getSparseFormat() == SparseFormat.COO
                    && tables.get(i).isEmpty()) {
                NDArray parameter = parameters.get(i);
                NDArray empty = tables.get(i);
                tables.set(i, empty.getManager().zeros(parameter.getShape(), parameter.getDataType()));
                empty.close();
            }
        }
    }

    private void clearTables(List<NDArray> rows) {
        List<NDArray> used = new ArrayList<>();
        List<NDArray> usedRows = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).isEmpty()) {
                used.add(tables.get(i));
                usedRows.add(rows.get(i));
            }
        }
        Operators.library().run("clear", used, usedRows);
    }

    /** The optimizer's state by name, to be saved; the arrays stay with the optimizer. */
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            state.put(AVERAGES + names.get(i), averages.get(i));
            state.put(SQUARES + names.get(i), squares.get(i));
        }
        state.put(STEP, step);
        return state;
    }

    /**
     * Puts back a saved state.
     *
     * @param saved gives the array of each name of {@link #state}, owned by the manager that it is called with; it is
     *     copied, then closed
     */
    public void restore(BiFunction<String, NDManager, NDArray> saved) {
        state().forEach((name, array) -> {
            try (NDArray copy = saved.apply(name, array.getManager())) {
                Operators.copy(copy, array);
            }
        });
    }

    /**
     * @param beta1 decay of the mean of gradients
     * @param beta2 decay of the mean of squared gradients
     * @param epsilon added to the denominator
     * @param weightDecay decay of the decayed parameters, multiplied by the learning rate
     * @param maxGradNorm the norm of all gradients together is clipped to this; 0 clips nothing
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay, double maxGradNorm) {}
}
