/**
 * The files of {@code torch.save}: a zip archive with a pickle of names and shapes, and the tensors' storages as they are. Of
 * the pickle nothing is run: only dictionaries of tensors can come out of it.
 */
@NullMarked
package dev.jformers.checkpoint.pytorch;

import org.jspecify.annotations.NullMarked;
