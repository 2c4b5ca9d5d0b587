/**
 * BART (Lewis et al. 2020), and the families that are built like it: mBART, Pegasus, Marian and so the 2017 Transformer.
 */
@NullMarked
package dev.jformers.family.bart;

import org.jspecify.annotations.NullMarked;
