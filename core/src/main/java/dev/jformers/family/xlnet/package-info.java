/**
 * XLNet (Devlin et al. 2019) as a family.
 */
@NullMarked
package dev.jformers.family.xlnet;

import org.jspecify.annotations.NullMarked;
