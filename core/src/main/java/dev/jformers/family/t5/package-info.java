/**
 * T5 (Raffel et al. 2020) as a family.
 */
@NullMarked
package dev.jformers.family.t5;

import org.jspecify.annotations.NullMarked;
