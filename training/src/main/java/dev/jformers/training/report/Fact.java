package dev.jformers.training.report;

import java.util.List;
import java.util.Map;

/** A name and what it stands for, as the report's lists and tiles show them. */
record Fact(String name, String value, String note) {

    Fact(String name, String value) {
        this(name, value, "");
    }

    static List<Fact> of(Map<String, String> facts) {
        return facts.entrySet().stream()
                .map(each -> new Fact(each.getKey(), each.getValue()))
                .toList();
    }
}
