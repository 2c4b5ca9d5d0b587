package dev.jformers.hub;

/** Hears how a download goes on, in the thread that asked for the model. */
public interface DownloadListener {

    /** Hears nothing. */
    DownloadListener SILENT = new DownloadListener() {};

    /** Bytes have arrived; called some ten times a second, and at the end of each file. */
    default void advanced(Transfer transfer) {}

    /** Something that the user should know: the hub is slow, the cache is used in its place. */
    default void message(String text) {}
}
