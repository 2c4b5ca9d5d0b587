package dev.jformers.checkpoint.pytorch;

import dev.jformers.checkpoint.TensorType;

/**
 * The memory of one tensor or of several.
 *
 * @param key its name in the archive
 * @param type of its elements
 * @param elements how many there are
 */
record PickledStorage(String key, TensorType type, long elements) {

    long bytes() {
        return elements * type.bytes();
    }
}
