package dev.jformers.training;

import dev.jformers.training.data.DataConfig;
import dev.jformers.training.data.DataFingerprint;
import dev.jformers.training.data.Dataset;
import dev.jformers.training.recipe.Stage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The data sets of a run: each is read once, and kept for as long as a stage needs it. For one thread. */
final class RunData {

    private final Map<DataConfig, Dataset> read = new LinkedHashMap<>();

    /**
     * @throws dev.jformers.InvalidInputException if the file breaks a rule
     */
    Dataset get(DataConfig config) throws IOException {
        Dataset known = read.get(config);
        if (known == null) {
            known = Dataset.read(config);
            read.put(config, known);
        }
        return known;
    }

    /** Which data are there, in the order in which they were read. */
    List<DataFingerprint> fingerprints() {
        return read.values().stream()
                .flatMap(data -> data.fingerprints().stream())
                .distinct()
                .toList();
    }

    /** Forgets what none of these stages reads. */
    void keepFor(List<Stage> stages) {
        Set<DataConfig> needed =
                stages.stream().flatMap(stage -> stage.dataSets().stream()).collect(Collectors.toSet());
        read.keySet().retainAll(needed);
    }
}
