package dev.jformers.cli.text;

import com.google.gson.JsonObject;
import dev.jformers.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names in the first row of a file with columns. */
record Columns(List<String> names) {

    /**
     * @param place of the first row
     * @throws InvalidInputException if a name is there twice
     */
    static Columns of(List<String> names, String place) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name.strip())) {
                throw new InvalidInputException(
                        "%s: there are two columns named \"%s\"; rename one".formatted(place, name.strip()));
            }
        }
        return new Columns(names.stream().map(String::strip).toList());
    }

    /**
     * @throws InvalidInputException if there are more or fewer fields than names
     */
    JsonObject row(List<String> fields, String place) {
        if (fields.size() != names.size()) {
            throw new InvalidInputException("%s: the row has %d fields but there are %d columns (%s)"
                    .formatted(place, fields.size(), names.size(), String.join(", ", names)));
        }
        JsonObject row = new JsonObject();
        for (int i = 0; i < fields.size(); i++) {
            row.addProperty(names.get(i), fields.get(i));
        }
        return row;
    }
}
