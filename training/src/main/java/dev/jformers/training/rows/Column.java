package dev.jformers.training.rows;

/**
 * A column (JSON lines: a key) that a reader of rows wants.
 *
 * @param name the column's name
 * @param setting what names it, for messages: {@code text_column} or {@code --text-column}
 * @param withoutHeader what to do about a file that has no header line, to follow {@code Set text_column to one of them}; may be
 *     empty
 */
public record Column(String name, String setting, String withoutHeader) {}
