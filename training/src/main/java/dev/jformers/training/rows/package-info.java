/**
 * Files of rows, read one row after the other: CSV, TSV, JSON lines and plain text, also through gzip. One set of rules for all who
 * read texts: strict UTF-8, and errors that name file and line. Nothing here knows what a row is good for.
 */
@NullMarked
package dev.jformers.training.rows;

import org.jspecify.annotations.NullMarked;
