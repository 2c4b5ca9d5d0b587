package dev.jformers.checkpoint;

/**
 * One tensor of a file.
 *
 * @param file the file that holds it, for messages
 * @param info what the file says of it
 * @param bytes {@link MappedBytes} where its elements lie in the file row by row; else what puts them together
 */
public record StoredTensor(String file, TensorInfo info, TensorSource bytes) {

    /** The same floats as F32, F16 or BF16, rounded to the nearest, ties to even. */
    public StoredTensor retyped(TensorType type) {
        return type == info.type()
                ? this
                : new StoredTensor(
                        file,
                        new TensorInfo(info.name(), type, info.shape()),
                        new ConvertedBytes(bytes, info.type(), type));
    }
}
