package dev.jformers.training.report;

import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.metrics.Sample;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One stage of a run, as the report shows it.
 *
 * @param name the stage's name
 * @param kind what it does, in words: {@code masked language model}, {@code sequence classification}
 * @param log its log, in the order of its steps; may be empty
 * @param facts what else is worth knowing of it (examples, parameters, batch size ...), by name, in the order shown
 * @param samples what its model made up; may be empty
 */
public record StageReport(
        String name, String kind, List<LogEntry> log, Map<String, String> facts, List<Sample> samples) {

    public StageReport {
        log = List.copyOf(log);
        samples = List.copyOf(samples);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }
}
