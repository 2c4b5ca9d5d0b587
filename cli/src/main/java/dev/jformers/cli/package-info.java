/**
 * The {@code jformers} command: {@link dev.jformers.cli.Main} starts it, one class is one subcommand, and what several of them
 * need stands beside them. Results go to the standard output, everything else to the standard error.
 */
@NullMarked
package dev.jformers.cli;

import org.jspecify.annotations.NullMarked;
