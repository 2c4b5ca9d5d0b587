/**
 * DeepSeek-V2 (DeepSeek-AI 2024) as a family.
 */
@NullMarked
package dev.jformers.family.deepseek;

import org.jspecify.annotations.NullMarked;
