package dev.jformers.chat.template;

import java.util.Map;

/** Variables that a loop may set for what comes behind it. */
record Namespace(Map<String, Object> variables) {}
