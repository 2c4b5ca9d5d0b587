package dev.jformers.chat.template;

/** Python's {@code None}. */
enum None {
    NONE
}
