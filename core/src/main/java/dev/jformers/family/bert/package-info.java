/**
 * BERT (Devlin et al. 2019) as a family.
 */
@NullMarked
package dev.jformers.family.bert;

import org.jspecify.annotations.NullMarked;
