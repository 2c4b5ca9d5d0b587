/**
 * GGUF, the files of llama.cpp: metadata, a tokenizer and tensors, often quantised to a few bits, in one file. They are read
 * and turned into model folders as Hugging Face has them; they are not written.
 */
@NullMarked
package dev.jformers.checkpoint.gguf;

import org.jspecify.annotations.NullMarked;
