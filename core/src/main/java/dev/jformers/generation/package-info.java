/** Texts that a model makes up, token by token. Knows nothing of how a model is built. */
@NullMarked
package dev.jformers.generation;

import org.jspecify.annotations.NullMarked;
