/**
 * ModernBERT (Devlin et al. 2019) as a family.
 */
@NullMarked
package dev.jformers.family.modernbert;

import org.jspecify.annotations.NullMarked;
