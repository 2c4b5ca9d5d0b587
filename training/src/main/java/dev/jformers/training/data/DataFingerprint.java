package dev.jformers.training.data;

/**
 * Which data a run has read; it travels with the weights that came of it.
 *
 * @param file the path as configured
 * @param sha256 the hash of the file's bytes as stored (zipped, where it is), in hexadecimal digits
 * @param examples how many the file holds, also where a run used fewer
 */
public record DataFingerprint(String file, String sha256, long examples) {}
