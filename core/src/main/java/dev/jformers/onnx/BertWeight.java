package dev.jformers.onnx;

import dev.jformers.InvalidInputException;
import dev.jformers.checkpoint.TensorSource;
import dev.jformers.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * One parameter.
 *
 * @param tensor where its numbers are
 * @param transposed whether they lie {@code [in, out]}, where Hugging Face has {@code [out, in]}
 */
record BertWeight(OnnxTensor tensor, boolean transposed) {

    /** The shape that Hugging Face has. */
    List<Long> shape() {
        List<Long> dims = tensor.dims();
        return transposed && dims.size() == 2 ? List.of(dims.get(1), dims.get(0)) : dims;
    }

    TensorType type(Path file) {
        TensorType type = tensor.type();
        if (type == null) {
            throw new InvalidInputException(file + ": " + tensor.name() + " has ONNX data type " + tensor.dataType());
        }
        return type;
    }

    /** The numbers in the layout that Hugging Face has. */
    TensorSource source(Path file) {
        if (!transposed) {
            return TensorSource.of(tensor.bytes(file.toString()));
        }
        return sink ->
                sink.accept(transpose(tensor.bytes(file.toString()), type(file).bytes()));
    }

    private ByteBuffer transpose(ByteBuffer from, int size) {
        int rows = Math.toIntExact(tensor.dims().get(0));
        int columns = Math.toIntExact(tensor.dims().get(1));
        ByteBuffer to = ByteBuffer.allocate(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                copy(from, (row * columns + column) * size, to, size);
            }
        }
        return to.flip();
    }

    private static void copy(ByteBuffer from, int index, ByteBuffer to, int size) {
        switch (size) {
            case Short.BYTES -> to.putShort(from.getShort(index));
            case Integer.BYTES -> to.putInt(from.getInt(index));
            default -> to.putLong(from.getLong(index));
        }
    }
}
