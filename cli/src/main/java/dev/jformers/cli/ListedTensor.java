package dev.jformers.cli;

import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.gguf.GgmlType;
import dev.jformers.checkpoint.gguf.GgufFile;
import java.util.Collection;
import java.util.List;

/**
 * A tensor as people are told of it.
 *
 * @param type of its elements as they are stored
 * @param elements how many
 * @param bytes that they take in the file
 */
record ListedTensor(String name, String type, List<Long> shape, long elements, long bytes) {

    static List<ListedTensor> of(Collection<TensorInfo> tensors) {
        return tensors.stream()
                .map(tensor -> new ListedTensor(
                        tensor.name(), tensor.type().name(), tensor.shape(), tensor.elements(), tensor.bytes()))
                .toList();
    }

    /** Quantised tensors as the file has them. */
    static List<ListedTensor> of(GgufFile file) {
        return file.tensors().tensors().values().stream()
                .map(tensor -> of(tensor, file.type(tensor.name())))
                .toList();
    }

    private static ListedTensor of(TensorInfo tensor, GgmlType type) {
        long elements = tensor.elements();
        return new ListedTensor(tensor.name(), type.name(), tensor.shape(), elements, type.bytes(elements));
    }
}
