/**
 * OPT (Zhang et al. 2022) as a family.
 */
@NullMarked
package dev.jformers.family.opt;

import org.jspecify.annotations.NullMarked;
