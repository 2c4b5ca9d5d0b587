/**
 * Checkpoints as files: safetensors, Hugging Face folders, other formats that are imported into them, and the atomic writing
 * of all of these. Nothing here knows what a tensor is for.
 */
@NullMarked
package dev.jformers.checkpoint;

import org.jspecify.annotations.NullMarked;
