/**
 * What a user sees while a run goes on: a live display in a terminal, plain lines elsewhere.
 */
@NullMarked
package dev.jformers.training.progress;

import org.jspecify.annotations.NullMarked;
