/**
 * GPT-2 (Radford et al. 2019) as a family.
 */
@NullMarked
package dev.jformers.family.gpt2;

import org.jspecify.annotations.NullMarked;
