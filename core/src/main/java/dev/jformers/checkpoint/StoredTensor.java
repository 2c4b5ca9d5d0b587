package dev.jformers.checkpoint;

/**
 * One tensor of a file.
 *
 * @param file the file that holds it, for messages
 * @param info what the file says of it
 * @param bytes {@link MappedBytes} where its elements lie in the file row by row; else what puts them together
 */
public record StoredTensor(String file, TensorInfo info, TensorSource bytes) {}
