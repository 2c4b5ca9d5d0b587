package dev.jformers.checkpoint;

import java.util.Collection;
import java.util.stream.Collectors;

/** Tells what there is where a name was not found, without listing a thousand tensors. */
final class NearNames {

    private static final int SHOWN = 5;

    private NearNames() {}

    /** The names that end as the missing one does, for prefixes are what mostly differs; else the first few. */
    static String describe(String missing, Collection<String> present) {
        if (present.isEmpty()) {
            return "none at all";
        }
        String ending = missing.substring(missing.lastIndexOf('.', Math.max(0, missing.lastIndexOf('.') - 1)) + 1);
        String near =
                shown(present.stream().filter(name -> name.endsWith(ending)).toList());
        return near.isEmpty() ? shown(present) : near;
    }

    private static String shown(Collection<String> names) {
        String first = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() <= SHOWN ? first : first + " and " + (names.size() - SHOWN) + " more";
    }
}
