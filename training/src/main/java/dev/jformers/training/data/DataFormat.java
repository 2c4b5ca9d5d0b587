package dev.jformers.training.data;

/** How a data file reads. */
public enum DataFormat {
    /** Comma-separated values (RFC 4180): quotes, doubled quotes, line breaks within quotes. */
    CSV,
    /** Tab-separated values: no quoting, one record a line. */
    TSV,
    /** One JSON object a line. */
    JSONL,
    /** One text a line; empty lines are skipped. */
    TEXT
}
