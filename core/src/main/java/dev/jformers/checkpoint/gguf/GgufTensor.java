package dev.jformers.checkpoint.gguf;

import dev.jformers.checkpoint.MappedBytes;
import dev.jformers.checkpoint.MappedFile.Region;
import dev.jformers.checkpoint.StoredTensor;
import dev.jformers.checkpoint.TensorInfo;
import dev.jformers.checkpoint.TensorSource;

/**
 * What the header says of a tensor.
 *
 * @param info its name and shape, and the type that its elements are read as
 * @param type how they are stored
 * @param region where
 */
record GgufTensor(TensorInfo info, GgmlType type, Region region) {

    String describe() {
        return "tensor " + info.name();
    }

    StoredTensor stored(String file, MappedBytes bytes) {
        TensorSource source = type.quantisation()
                .<TensorSource>map(how -> new DequantisedBytes(bytes, how))
                .orElse(bytes);
        return new StoredTensor(file, info, source);
    }
}
