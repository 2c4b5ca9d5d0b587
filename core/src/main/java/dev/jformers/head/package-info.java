/**
 * What stands on top of a transformer: one file a task. Knows no families and no files.
 */
@NullMarked
package dev.jformers.head;

import org.jspecify.annotations.NullMarked;
