/**
 * Encoders that come as ONNX files, turned into Hugging Face folders. The part of the ONNX format that this takes is read
 * here, without any ONNX library.
 */
@NullMarked
package dev.jformers.onnx;

import org.jspecify.annotations.NullMarked;
