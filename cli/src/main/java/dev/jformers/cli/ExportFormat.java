package dev.jformers.cli;

/** The files that an export can consist of. */
enum ExportFormat {
    /** A folder with {@code model.safetensors}. */
    SAFETENSORS,
    /** A folder with {@code pytorch_model.bin}. */
    PYTORCH,
    /** One file with everything. */
    GGUF
}
