package dev.jformers.training.setting;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Takes what is wrong between the keys of one record. A key whose value could not be read has a problem already: what rests on it
 * is not reported again.
 */
public final class KeyProblems {

    private final Set<String> unread;
    private final BiConsumer<String, String> sink;

    /**
     * @param unread the keys of the record whose values could not be read
     * @param sink takes a key, dotted where it is in an inner record, and what is wrong with it; the message reads on from the key
     */
    public KeyProblems(Set<String> unread, BiConsumer<String, String> sink) {
        this.unread = Set.copyOf(unread);
        this.sink = sink;
    }

    /** Says whether the values of all these keys could be read. */
    public boolean read(String... keys) {
        return Arrays.stream(keys).noneMatch(unread::contains);
    }

    /** Reports a problem of a key; nothing where its value could not be read. */
    public void add(String key, String message) {
        if (read(key)) {
            sink.accept(key, message);
        }
    }

    /** The problems of the record that is the value of a key. */
    public KeyProblems under(String key) {
        return new KeyProblems(Set.of(), (inner, message) -> {
            if (read(key)) {
                sink.accept(key + "." + inner, message);
            }
        });
    }
}
