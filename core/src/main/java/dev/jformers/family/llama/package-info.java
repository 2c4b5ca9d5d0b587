/**
 * Llama (Touvron et al. 2023), and the families that are built like it.
 */
@NullMarked
package dev.jformers.family.llama;

import org.jspecify.annotations.NullMarked;
