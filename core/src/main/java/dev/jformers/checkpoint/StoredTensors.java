package dev.jformers.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.jformers.InvalidInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors that a reader of files has found. */
public final class StoredTensors implements NamedTensors {

    private final String where;
    private final Map<String, StoredTensor> tensors;
    private final Map<String, TensorInfo> infos;

    /**
     * @param where what holds the tensors, for messages
     * @param tensors no two of one name, in their order
     */
    public StoredTensors(String where, List<StoredTensor> tensors) {
        this.where = where;
        Map<String, StoredTensor> byName = new LinkedHashMap<>();
        Map<String, TensorInfo> infosByName = new LinkedHashMap<>();
        for (StoredTensor tensor : tensors) {
            byName.put(tensor.info().name(), tensor);
            infosByName.put(tensor.info().name(), tensor.info());
        }
        this.tensors = Collections.unmodifiableMap(byName);
        this.infos = Collections.unmodifiableMap(infosByName);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return infos;
    }

    @Override
    public TensorInfo info(String name) {
        return stored(name).info();
    }

    @Override
    public TensorSource source(String name) {
        return stored(name).bytes();
    }

    @Override
    public NDArray array(String name, NDManager manager) {
        return array(stored(name), manager, true);
    }

    @Override
    public NDArray copy(String name, NDManager manager) {
        return array(stored(name), manager, false);
    }

    /**
     * A tensor as it is stored.
     *
     * @throws InvalidInputException if there is no such tensor
     */
    public StoredTensor stored(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidInputException(
                    where + " has no tensor " + name + "; it has " + NearNames.describe(name, tensors.keySet()));
        }
        return tensor;
    }

    private static NDArray array(StoredTensor tensor, NDManager manager, boolean shared) {
        try {
            return TensorArrays.create(tensor.info(), tensor.bytes(), shared, manager);
        } catch (UnsupportedOperationException e) {
            throw new InvalidInputException(tensor.file() + ": " + e.getMessage(), e);
        }
    }
}
