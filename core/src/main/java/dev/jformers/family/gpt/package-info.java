/**
 * GPT (Radford et al. 2018) as a family.
 */
@NullMarked
package dev.jformers.family.gpt;

import org.jspecify.annotations.NullMarked;
