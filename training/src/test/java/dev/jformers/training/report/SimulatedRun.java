package dev.jformers.training.report;

import dev.jformers.training.metrics.ClassificationMetrics;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.metrics.Mistake;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A run as it could have been: two stages, and two models evaluated on ten classes. The same figures each time. */
public final class SimulatedRun {
    public static final List<String> CLASSES = List.of(
            "animal", "plant", "person", "artifact", "food", "body", "location", "communication", "act", "state");

    private static final int[] SUPPORT = {762, 805, 1120, 1226, 260, 205, 345, 585, 535, 349};

    /** For each class the one that it is mostly taken for. */
    private static final int[] NEIGHBOUR = {1, 0, 8, 7, 3, 3, 3, 8, 9, 8};

    private static final String RECIPE = """
            # resolved configuration of this run
            output_dir: runs/quickstart
            seed: 42
            model: models/minilm
            stages:
              - name: pretrain
                objective: {type: masked_language_model, mask_probability: 0.15}
                train: {path: data/glosses.txt.gz}
                max_steps: 800
                learning_rate: 5.0e-5
              - name: fine-tune
                objective: {type: sequence_classification}
                train: {path: data/train.tsv, text: gloss, label: class}
                validation: {path: data/test.tsv, text: gloss, label: class}
                num_train_epochs: 1
                learning_rate: 1.0e-4
                warmup_steps: 100
                lr_scheduler_type: linear
                bf16: false  # <auto> chose float32 & kept it
            """;

    private SimulatedRun() {}

    public static RunReport report() {
        return new RunReport(
                "WordNet noun classes, quick start",
                Instant.parse("2026-11-21T15:05:00Z"),
                Duration.ofSeconds(471),
                "2 cores, 16 GB, Linux x86-64, CPU",
                List.of(pretrain(), fineTune()),
                List.of(evaluation("fine-tune", 0.06, 7), evaluation("fine-tune, no pretraining", 0.105, 8)),
                RECIPE,
                provenance(),
                files());
    }

    public static Evaluation evaluation(String name, double errorRate, long seed) {
        Random random = new Random(seed);
        List<Integer> labels = new ArrayList<>();
        List<Integer> predictions = new ArrayList<>();
        for (int label = 0; label < SUPPORT.length; label++) {
            double hardness = errorRate * (0.55 + 0.09 * label);
            for (int i = 0; i < SUPPORT[label]; i++) {
                labels.add(label);
                predictions.add(predict(label, hardness, random));
            }
        }
        ClassificationMetrics metrics = ClassificationMetrics.of(
                labels.stream().mapToInt(Integer::intValue).toArray(),
                predictions.stream().mapToInt(Integer::intValue).toArray(),
                CLASSES);
        return new Evaluation(name, "data/test.tsv", metrics, errorRate * 3.1, 206.4, mistakes());
    }

    private static int predict(int label, double hardness, Random random) {
        if (random.nextDouble() >= hardness) {
            return label;
        }
        return random.nextDouble() < 0.5 ? NEIGHBOUR[label] : random.nextInt(CLASSES.size());
    }

    private static StageReport pretrain() {
        Random random = new Random(1);
        List<LogEntry> log = new ArrayList<>();
        for (int step = 10; step <= 800; step += 10) {
            double loss = 2.35 + 1.4 * Math.exp(-step / 160.0) + 0.06 * random.nextGaussian();
            log.add(training(step, step / 1740.0, loss, 5e-5 * Math.min(step / 80.0, (800 - step) / 720.0), random));
            if (step % 200 == 0) {
                log.add(new LogEntry(step, step / 1740.0, Map.of("eval_loss", loss + 0.05)));
            }
        }
        return new StageReport(
                "pretrain",
                "masked language model",
                log,
                ordered("Examples", "55,674", "Steps", "800", "Time", "2 min 38 s", "Padding", "2.1 %"),
                List.of());
    }

    private static StageReport fineTune() {
        Random random = new Random(2);
        List<LogEntry> log = new ArrayList<>();
        for (int step = 10; step <= 1740; step += 10) {
            double loss = 0.19 + 2.1 * Math.exp(-step / 110.0) + 0.045 * random.nextGaussian();
            log.add(training(step, step / 1740.0, loss, 1e-4 * Math.min(step / 100.0, (1740 - step) / 1640.0), random));
            if (step % 290 == 0) {
                log.add(new LogEntry(step, step / 1740.0, evaluated(0.9404 - 0.09 * Math.exp(-step / 350.0))));
            }
        }
        return new StageReport(
                "fine-tune",
                "sequence classification",
                log,
                ordered("Examples", "55,674", "Steps", "1,740", "Time", "4 min 51 s", "Padding", "1.8 %"),
                List.of());
    }

    private static LogEntry training(int step, double epoch, double loss, double rate, Random random) {
        Map<String, Double> values = Map.of(
                "loss",
                loss,
                "learning_rate",
                rate,
                "grad_norm",
                1.2 + 0.3 * random.nextDouble(),
                "tokens_per_second",
                2150 + 90 * random.nextGaussian());
        return new LogEntry(step, epoch, values);
    }

    private static Map<String, Double> evaluated(double accuracy) {
        return Map.of("eval_loss", (1 - accuracy) * 3.3, "eval_accuracy", accuracy, "eval_macro_f1", accuracy - 0.011);
    }

    private static List<Mistake> mistakes() {
        return List.of(
                new Mistake("an abnormal condition in which the lungs are inflamed", "state", "body", 0.981, 0.012),
                new Mistake("a fleshy fruit that is eaten raw or cooked", "plant", "food", 0.994, 0.004),
                new Mistake(
                        "the act of a person who writes <b>markup</b> & 'quotes'", "communication", "act", 0.942, 0.05),
                new Mistake("someone or something that serves as a landmark", "artifact", "location", 0.871, 0.094),
                new Mistake(
                        "a large marine food fish of the western Atlantic and Caribbean, highly valued by anglers and by"
                                + " cooks for its firm white flesh",
                        "food",
                        "animal",
                        0.967,
                        0.031),
                new Mistake("the period during which a person holds an office", "state", "act", 0.634, 0.301),
                new Mistake("a written agreement between two parties", "communication", "artifact", 0.488, 0.455),
                new Mistake("a spirit that is believed to guard a place", "person", "location", 0.412, 0.39),
                new Mistake("the outer layer of the skin of a plant", "body", "plant", 0.953, 0.041),
                new Mistake("a drink made of the juice of a fruit", "food", "plant", 0.702, 0.281),
                new Mistake("a building in which criminals are kept", "artifact", "location", 0.61, 0.377),
                new Mistake("the state of being a citizen", "state", "person", 0.587, 0.4),
                new Mistake("a mark that is left by a wound", "body", "communication", 0.553, 0.2),
                new Mistake("skill in the use of language", "act", "communication", 0.921, 0.033));
    }

    private static Map<String, String> provenance() {
        return ordered(
                "Seed", "42",
                "jformers", "0.1.0-SNAPSHOT (9d621ff)",
                "DJL", "0.35.1, PyTorch 2.7.1",
                "Java", "17.0.15+6, Debian",
                "data/train.tsv", "sha256 9f2b7c1e5d0a4b83f6e1c2d3a4b5968778695a4b3c2d1e0f9f2b7c1e5d0a4b83",
                "data/test.tsv", "sha256 1e0f9f2b7c1e5d0a4b83f6e1c2d3a4b5968778695a4b3c2d1e0f9f2b7c1e5d0a");
    }

    private static Map<String, String> files() {
        return ordered(
                "Exported model", "runs/quickstart/export",
                "This report", "runs/quickstart/report.html",
                "Checkpoints", "runs/quickstart/fine-tune/checkpoint-1740",
                "Configuration", "runs/quickstart/recipe.yaml");
    }

    static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
