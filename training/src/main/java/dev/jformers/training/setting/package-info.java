/**
 * What a record that is read from YAML says about its own components: annotations from which the reader, the JSON schema and
 * {@code docs/configuration.md} are all made.
 */
@NullMarked
package dev.jformers.training.setting;

import org.jspecify.annotations.NullMarked;
