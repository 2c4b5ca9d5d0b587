/**
 * Published kinds of models: how each one's {@code config.json} reads, and how its tensors are named. Knows no training.
 */
@NullMarked
package dev.jformers.family;

import org.jspecify.annotations.NullMarked;
