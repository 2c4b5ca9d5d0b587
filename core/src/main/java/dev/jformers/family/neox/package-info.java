/**
 * GPT-NeoX (Black et al. 2022) as a family.
 */
@NullMarked
package dev.jformers.family.neox;

import org.jspecify.annotations.NullMarked;
