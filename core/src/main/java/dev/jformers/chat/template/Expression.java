package dev.jformers.chat.template;

/** What has a value once the variables are known. */
@FunctionalInterface
interface Expression {

    Object value(Scope scope);
}
