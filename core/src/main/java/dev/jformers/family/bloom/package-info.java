/**
 * BLOOM (Le Scao et al. 2022) as a family.
 */
@NullMarked
package dev.jformers.family.bloom;

import org.jspecify.annotations.NullMarked;
