package dev.jformers.training.rows;

import com.google.gson.JsonObject;
import java.util.List;

/** A row of a file with columns; as many fields as the header has names. */
record TableRow(Header header, List<String> fields, Place place) implements Row {

    TableRow {
        fields = List.copyOf(fields);
    }

    @Override
    public String text(Column column) {
        return fields.get(header.find(column));
    }

    @Override
    public String label(Column column) {
        return text(column);
    }

    @Override
    public JsonObject values() {
        JsonObject values = new JsonObject();
        for (int i = 0; i < fields.size(); i++) {
            String name = header.names().get(i);
            if (values.has(name)) {
                throw header.error("two columns have no name; name them.");
            }
            values.addProperty(name, fields.get(i));
        }
        return values;
    }
}
