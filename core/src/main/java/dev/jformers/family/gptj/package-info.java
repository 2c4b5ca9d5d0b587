/**
 * GPT-J (Wang and Komatsuzaki 2021) as a family.
 */
@NullMarked
package dev.jformers.family.gptj;

import org.jspecify.annotations.NullMarked;
