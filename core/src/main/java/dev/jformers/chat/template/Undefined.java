package dev.jformers.chat.template;

/**
 * What is not there: false, empty, no text, and an error in everything else.
 *
 * @param hint why it is not there
 */
record Undefined(String hint) {}
