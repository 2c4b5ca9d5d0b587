/**
 * Examples: how a file becomes {@link dev.jformers.training.data.Example}s and label ids, and how they are cut into the
 * batches of a run. Nothing here knows tensors or models.
 */
@NullMarked
package dev.jformers.training.data;

import org.jspecify.annotations.NullMarked;
