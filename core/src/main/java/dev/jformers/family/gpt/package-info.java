/**
 * GPT (Radford et al. 2018) and GPT-2 (Radford et al. 2019) as families.
 */
@NullMarked
package dev.jformers.family.gpt;

import org.jspecify.annotations.NullMarked;
