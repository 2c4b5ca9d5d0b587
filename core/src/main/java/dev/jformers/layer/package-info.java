/**
 * The parts that layers are made of: linear maps, norms, activations, feed-forward. Each block takes plain arguments.
 */
@NullMarked
package dev.jformers.layer;

import org.jspecify.annotations.NullMarked;
