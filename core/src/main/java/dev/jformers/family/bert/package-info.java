/**
 * Transformers for the JVM.
 */
@NullMarked
package dev.jformers.family.bert;

import org.jspecify.annotations.NullMarked;
