package dev.jformers.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A title and what there is to say, name and value side by side. */
final class Facts {

    private final String title;
    private final Map<String, String> values = new LinkedHashMap<>();

    Facts(String title) {
        this.title = title;
    }

    Facts add(String name, String value) {
        values.put(name, value);
        return this;
    }

    void print(PrintWriter out) {
        int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        out.println(title);
        values.forEach((name, value) -> out.println("  " + name + " ".repeat(width - name.length()) + "  " + value));
    }
}
