/**
 * DeBERTa (Devlin et al. 2019) as a family.
 */
@NullMarked
package dev.jformers.family.deberta;

import org.jspecify.annotations.NullMarked;
