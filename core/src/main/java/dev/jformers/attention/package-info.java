/**
 * How tokens look at each other: heads and masks. Knows nothing of layers.
 */
@NullMarked
package dev.jformers.attention;

import org.jspecify.annotations.NullMarked;
