package dev.jformers.training.rows;

import dev.jformers.InvalidInputException;
import dev.jformers.NearMiss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of a file's columns. Immutable. */
final class Header {

    private final List<String> names;
    private final String where;
    private final Map<String, Integer> places = new HashMap<>();

    /**
     * @param names each once; but any number of columns may have none, the empty string
     * @param where the names stand, for messages
     */
    Header(List<String> names, String where) {
        this.names = List.copyOf(names);
        this.where = where;
        for (int place = 0; place < names.size(); place++) {
            String name = names.get(place);
            if (places.putIfAbsent(name, place) != null && !name.isEmpty()) {
                throw error("the column name %s stands there twice; give each column its own name."
                        .formatted(Place.quoted(name)));
            }
        }
    }

    List<String> names() {
        return names;
    }

    /** The place of a column among the fields of a row. */
    int find(Column column) {
        Integer place = places.get(column.name());
        if (place == null) {
            throw error("%s is %s, but the columns are %s%s Set %s to one of them%s."
                    .formatted(
                            column.setting(),
                            Place.quoted(column.name()),
                            Place.listed(names),
                            NearMiss.hintOr(column.name(), names, "."),
                            column.setting(),
                            column.withoutHeader()));
        }
        return place;
    }

    InvalidInputException error(String ruleAndRemedy) {
        return new InvalidInputException(where + ": " + ruleAndRemedy);
    }
}
