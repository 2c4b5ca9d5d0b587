package dev.jformers.training;

import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.recipe.Export;
import dev.jformers.training.recipe.Recipe;
import dev.jformers.training.recipe.TrainStage;
import dev.jformers.training.report.HtmlReport;
import dev.jformers.training.report.RunReport;
import dev.jformers.training.report.RunSummary;
import dev.jformers.training.report.StageReport;
import dev.jformers.training.trainer.Provenance;
import dev.jformers.training.trainer.StageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers what a run did, for its report. */
final class RunHistory {

    private final Provenance provenance;
    private final Recipe recipe;
    private final RunFolder folder;
    private final List<StageReport> stages = new ArrayList<>();
    private final List<Evaluation> evaluations = new ArrayList<>();
    private final Map<String, String> files = new LinkedHashMap<>();

    RunHistory(Provenance provenance, RunFolder folder) {
        this.provenance = provenance;
        this.recipe = provenance.recipe();
        this.folder = folder;
    }

    /** A train stage is finished, now or in an earlier process. */
    void trained(TrainStage stage, StageFolder stageFolder) throws IOException {
        StageFacts facts = StageFacts.read(stageFolder.path());
        stages.add(new StageReport(
                stage.name(), facts.kind(), stageFolder.log(), facts.facts(), StageSamples.read(stageFolder.path())));
        files.put(
                "Result of " + stage.name(),
                stageFolder.result().map(Path::toString).orElse(""));
    }

    void evaluated(String stage, Evaluation evaluation, Path file) {
        evaluations.add(evaluation);
        files.put("Evaluation " + stage + " of " + evaluation.name(), file.toString());
    }

    /** Writes the report; returns the summary. */
    String finish() throws IOException {
        Export export = recipe.export();
        Map<String, String> places = new LinkedHashMap<>();
        if (export != null) {
            places.put("Export", export.path().toString());
        }
        places.put("Report", folder.report().toString());
        places.put("Recipe", folder.recipe().toString());
        places.putAll(files);
        Instant started = Files.getLastModifiedTime(folder.recipe()).toInstant();
        RunReport report = new RunReport(
                String.valueOf(recipe.outputDir().getFileName()),
                started,
                Duration.between(started, Instant.now()),
                machine(),
                stages,
                evaluations,
                recipe.toYaml(),
                provenance.facts(),
                places);
        HtmlReport.write(report, folder.report());
        return new RunSummary(report, nextCommands()).toText();
    }

    private static String machine() {
        return "%s %s, %d processors, Java %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"));
    }

    private List<String> nextCommands() {
        Export export = recipe.export();
        return export == null || evaluations.isEmpty()
                ? List.of()
                : List.of("jformers predict " + export.path() + " \"some text\"");
    }
}
