/**
 * Text models for a Java service: {@link dev.jformers.serving.TextClassifier} and {@link dev.jformers.serving.TextEmbedder},
 * and the same models by DJL's {@code Criteria}.
 */
@NullMarked
package dev.jformers.serving;

import org.jspecify.annotations.NullMarked;
