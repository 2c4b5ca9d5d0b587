package dev.jformers.family;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a parameter lies in a family's files.
 *
 * @param name of the tensor
 * @param transposed whether a matrix lies there as {@code [in, out]}
 * @param slice which rows of the tensor, after transposing, are the parameter; null for all
 * @param heads where above 0, the last axis of a matrix lies there as two: so many heads and a head's values
 */
public record StoredTensor(
        String name, boolean transposed, @Nullable Slice slice, long heads) {

    /** Without an axis for heads. */
    public StoredTensor(String name, boolean transposed, @Nullable Slice slice) {
        this(name, transposed, slice, 0);
    }

    /**
     * Some of the rows of a tensor that holds several parameters. The rows come in groups of the same make-up.
     *
     * @param groups how many groups
     * @param begin where in a group the parameter's rows begin
     * @param end where they end
     * @param size rows of a group
     */
    public record Slice(long groups, long begin, long end, long size) {

        /** Several parameters, one after the other, of so many rows each. */
        public static List<Slice> of(long... rows) {
            return byHead(1, rows);
        }

        /** Several parameters that lie side by side for each head, with so many rows of a head each. */
        public static List<Slice> byHead(long heads, long... rows) {
            long size = Arrays.stream(rows).sum();
            List<Slice> slices = new ArrayList<>();
            long begin = 0;
            for (long part : rows) {
                slices.add(new Slice(heads, begin, begin + part, size));
                begin += part;
            }
            return List.copyOf(slices);
        }
    }

    /** Whether a file's tensor can be the parameter's array as it is. */
    public boolean isPlain() {
        return !transposed && slice == null && heads == 0;
    }

    /** The shape of the file's tensor. */
    public List<Long> shape(List<Long> parameter) {
        List<Long> shape = new ArrayList<>(parameter);
        if (slice != null) {
            shape.set(0, slice.groups() * slice.size());
        }
        if (transposed && shape.size() == 2) {
            shape.add(shape.remove(0));
        }
        if (heads > 0) {
            long size = shape.remove(1);
            shape.add(heads);
            shape.add(size / heads);
        }
        return List.copyOf(shape);
    }

    /**
     * The parameter out of the file's tensor.
     *
     * @return an array of the same manager
     */
    public NDArray read(NDArray stored) {
        NDArray matrix = heads == 0 ? stored : stored.reshape(stored.getShape().get(0), -1);
        NDArray rows = transposed && matrix.getShape().dimension() == 2 ? matrix.transpose() : matrix;
        if (slice == null) {
            return rows.duplicate();
        }
        // [rows, ...] -> [groups, rows of a group, ...] -> [rows, ...]
        NDArray part = grouped(rows, slice.size()).get(new NDIndex(":, {}:{}", slice.begin(), slice.end()));
        long count = slice.groups() * (slice.end() - slice.begin());
        return rows.getShape().dimension() == 1 ? part.reshape(count) : part.reshape(count, -1);
    }

    private static NDArray grouped(NDArray rows, long size) {
        long groups = rows.getShape().get(0) / size;
        return rows.getShape().dimension() == 1 ? rows.reshape(groups, size) : rows.reshape(groups, size, -1);
    }

    /**
     * The file's tensor out of the parameters that lie in it.
     *
     * @param places of the parameters, in the order of the arrays
     * @return an array of the manager, or the only array itself
     */
    public static NDArray write(List<StoredTensor> places, List<NDArray> arrays, NDManager manager) {
        StoredTensor first = places.get(0);
        NDArray joined = first.slice() == null ? arrays.get(0) : join(places, arrays);
        boolean turns = first.transposed() && joined.getShape().dimension() == 2;
        if (!turns && first.heads() == 0) {
            return joined;
        }
        NDArray turned = turns ? joined.transpose().duplicate() : joined;
        NDArray split =
                first.heads() == 0 ? turned : turned.reshape(turned.getShape().get(0), first.heads(), -1);
        split.attach(manager);
        return split;
    }

    private static NDArray join(List<StoredTensor> places, List<NDArray> arrays) {
        List<Integer> order = IntStream.range(0, places.size())
                .boxed()
                .sorted(Comparator.comparing(i -> begin(places.get(i))))
                .toList();
        NDList parts = new NDList();
        for (int i : order) {
            Slice slice = Objects.requireNonNull(places.get(i).slice());
            parts.add(grouped(arrays.get(i), slice.end() - slice.begin()));
        }
        NDArray groups = NDArrays.concat(parts, 1);
        long rows = groups.getShape().get(0) * groups.getShape().get(1);
        return groups.getShape().dimension() == 2 ? groups.reshape(rows) : groups.reshape(rows, -1);
    }

    private static long begin(StoredTensor place) {
        return place.slice() == null ? 0 : place.slice().begin();
    }
}
