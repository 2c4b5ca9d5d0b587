/**
 * How a model knows the order of its tokens.
 */
@NullMarked
package dev.jformers.position;

import org.jspecify.annotations.NullMarked;
