/**
 * Jinja as chat templates use it: a template is parsed once and rendered as Python's jinja2 renders it where Hugging Face has set it
 * up. Values are {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@link None}, {@code List}, {@code Map},
 * {@link Undefined}, {@link Namespace} and {@link Callable}, never Java's {@code null}. Knows no models.
 */
@NullMarked
package dev.jformers.chat.template;

import org.jspecify.annotations.NullMarked;
