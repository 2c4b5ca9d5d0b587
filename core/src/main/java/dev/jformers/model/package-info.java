/**
 * The transformer itself: its configuration and the encoder. Knows no families and no files.
 */
@NullMarked
package dev.jformers.model;

import org.jspecify.annotations.NullMarked;
