package dev.jformers.training.report;

import dev.jformers.training.metrics.Evaluation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run leaves to be read. Evaluations on the same data file are compared with each other.
 *
 * @param title what the run is called
 * @param started when it began
 * @param elapsed how long it took
 * @param machine what it ran on, in words
 * @param stages its training stages, in order
 * @param evaluations what was evaluated, in order
 * @param recipe the resolved configuration, as YAML
 * @param provenance what made the weights (seed, versions, commit, data hashes), by name, in the order shown
 * @param files where everything is: what it is to its path, in the order shown
 */
public record RunReport(
        String title,
        Instant started,
        Duration elapsed,
        String machine,
        List<StageReport> stages,
        List<Evaluation> evaluations,
        String recipe,
        Map<String, String> provenance,
        Map<String, String> files) {

    public RunReport {
        stages = List.copyOf(stages);
        evaluations = List.copyOf(evaluations);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** The evaluation with the highest accuracy, the earlier one of equals. */
    public Optional<Evaluation> best() {
        return evaluations.stream()
                .sorted(Comparator.comparingDouble(
                                (Evaluation each) -> each.metrics().accuracy())
                        .reversed())
                .findFirst();
    }
}
