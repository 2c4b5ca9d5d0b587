/**
 * The only room that names {@code ai.djl.pytorch}: operators of libtorch that DJL does not bind, called through TorchScript
 * text, gradients as values, and the optimizer.
 */
@NullMarked
package dev.jformers.torch;

import org.jspecify.annotations.NullMarked;
