/**
 * Gemma 1 to 3, for text, as families.
 */
@NullMarked
package dev.jformers.family.gemma;

import org.jspecify.annotations.NullMarked;
