package dev.jformers.chat.template;

/** A function, a method or a macro. */
@FunctionalInterface
interface Callable {

    Object call(Arguments arguments);
}
