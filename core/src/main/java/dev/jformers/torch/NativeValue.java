package dev.jformers.torch;

/** A value of TorchScript that lives on after the call that it is given to. */
interface NativeValue {

    /** Stays with the value. */
    long handle();
}
