/**
 * The training loop: steps, log, evaluations, checkpoints, and how a stage goes on after a kill.
 */
@NullMarked
package dev.jformers.training.trainer;

import org.jspecify.annotations.NullMarked;
