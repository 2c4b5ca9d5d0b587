/**
 * BERT (Devlin et al. 2019) and the encoders that keep its layers, as families.
 */
@NullMarked
package dev.jformers.family.bert;

import org.jspecify.annotations.NullMarked;
