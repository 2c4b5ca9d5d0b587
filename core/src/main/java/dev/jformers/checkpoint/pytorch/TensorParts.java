package dev.jformers.checkpoint.pytorch;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.TensorType;
import dev.jformers.checkpoint.pytorch.PickledGlobal.ElementType;
import dev.jformers.checkpoint.pytorch.PickledGlobal.Function;
import dev.jformers.checkpoint.pytorch.PickledGlobal.StorageClass;
import java.util.ArrayList;
import java.util.List;

/** Calls the few functions that a pickle may call. */
final class TensorParts {

    /** Torch itself allows 64. */
    private static final int MAX_AXES = 64;

    private final PickleReader reader;

    /**
     * @param reader says where, in messages
     */
    TensorParts(PickleReader reader) {
        this.reader = reader;
    }

    Object call(Object function, Object arguments) {
        if (!(function instanceof Function known) || !(arguments instanceof List<?> values)) {
            throw reader.invalid("a call of what is no function");
        }
        return switch (known) {
            case ORDERED_DICT -> orderedDict(values);
            case SIZE -> List.copyOf(longs(argument(values, 0, List.class)));
            case REBUILD_PARAMETER -> argument(values, 0, PickledTensor.class);
            case REBUILD_TENSOR_V2 ->
                tensor(values, argument(values, 0, PickledStorage.class).type());
            case REBUILD_TENSOR_V3 ->
                tensor(values, argument(values, 6, ElementType.class).type());
        };
    }

    /** A storage, from the tuple {@code ('storage', class, key, location, elements)}. */
    PickledStorage storage(Object id) {
        if (!(id instanceof List<?> values)
                || values.size() != 5
                || !(values.get(1) instanceof StorageClass storageClass)
                || !(values.get(2) instanceof String key)
                || !(values.get(4) instanceof Long elements)) {
            throw reader.invalid("no storage of a tensor: (storage, class, key, location, elements)");
        }
        if (elements < 0 || elements > Long.MAX_VALUE / storageClass.type().bytes()) {
            throw reader.invalid("storage " + key + " has " + elements + " elements");
        }
        return new PickledStorage(key, storageClass.type(), elements);
    }

    private PickledTensor tensor(List<?> values, TensorType type) {
        PickledStorage storage = argument(values, 0, PickledStorage.class);
        return new PickledTensor(
                storage,
                type,
                argument(values, 1, Long.class),
                longs(argument(values, 2, List.class)),
                longs(argument(values, 3, List.class)));
    }

    private PickledDict orderedDict(List<?> values) {
        if (!values.isEmpty()) {
            throw reader.invalid("an OrderedDict made from other than its items");
        }
        return new PickledDict();
    }

    private List<Long> longs(List<?> values) {
        if (values.size() > MAX_AXES) {
            throw reader.invalid("a tensor of " + values.size() + " axes, more than " + MAX_AXES);
        }
        List<Long> longs = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Long size)) {
                throw reader.invalid("a size that is no integer");
            }
            longs.add(size);
        }
        return List.copyOf(longs);
    }

    private <T> T argument(List<?> values, int index, Class<T> type) throws InvalidInputException {
        if (index >= values.size() || !type.isInstance(values.get(index))) {
            throw reader.invalid("argument " + index + " of a tensor is no " + type.getSimpleName());
        }
        return type.cast(values.get(index));
    }
}
