/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.training.report;

import org.jspecify.annotations.NullMarked;
