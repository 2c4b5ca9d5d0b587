/**
 * What a generated text must match: regular expressions and JSON schemas as automata over the bytes of UTF-8, and which tokens keep a
 * match possible. Knows tokens as bytes, and nothing of models.
 */
@NullMarked
package dev.jformers.generation.constraint;

import org.jspecify.annotations.NullMarked;
