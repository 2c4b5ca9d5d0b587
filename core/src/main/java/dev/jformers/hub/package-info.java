/**
 * Models by name: found in the cache that Python's {@code huggingface_hub} keeps, or downloaded into it. Start at {@link
 * dev.jformers.hub.ModelLocation}.
 */
@NullMarked
package dev.jformers.hub;

import org.jspecify.annotations.NullMarked;
