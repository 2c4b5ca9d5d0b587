package dev.jformers.training.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.training.metrics.ClassificationMetrics;
import dev.jformers.training.metrics.Evaluation;
import dev.jformers.training.metrics.LogEntry;
import dev.jformers.training.metrics.Mistake;
import dev.jformers.training.metrics.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String EVIL = "\"><script>alert('x')</script><img src=x onerror=y> & co";

    @TempDir
    Path folder;

    /** Parses with the rules of HTML 5 and fails on the first error. */
    private static Document parse(String html) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = Jsoup.parse(html, "", parser);
        assertEquals(List.of(), parser.getErrors());
        return page;
    }

    private static RunReport report(StageReport stage, Evaluation... evaluations) {
        return new RunReport(
                "run",
                Instant.EPOCH,
                Duration.ofSeconds(3),
                "machine",
                List.of(stage),
                List.of(evaluations),
                "seed: 1",
                Map.of("Seed", "1"),
                Map.of());
    }

    private static StageReport stage(LogEntry... log) {
        return new StageReport("stage", "kind", List.of(log), Map.of(), List.of());
    }

    @Test
    void wholeRunIsWellFormed() {
        Document page = parse(HtmlReport.render(SimulatedRun.report()));

        assertEquals("WordNet noun classes, quick start \u00b7 jformers", page.title());
        assertEquals(8, page.select("figure svg").size());
        assertEquals(2, page.select("table.matrix").size());
        assertEquals(100, page.select("#evaluation-1 table.matrix tbody td").size());
        assertEquals(
                "740", page.select("#evaluation-1 table.matrix td.hit").get(0).text());
        assertEquals(10, page.select("#evaluation-1 table.scores tbody tr").size());
        assertEquals(14, page.select("#evaluation-1 .mistakes li").size());
        assertEquals(
                SimulatedRun.report().recipe(),
                page.select("#configuration pre").get(0).wholeText());
    }

    @Test
    void everyLinkLeadsSomewhereInThePage() {
        Document page = parse(HtmlReport.render(SimulatedRun.report()));
        List<String> targets =
                page.select("nav a").stream().map(link -> link.attr("href")).toList();

        assertEquals(8, targets.size());
        targets.forEach(target -> assertEquals(1, page.select(target).size(), target));
    }

    @Test
    void modelsOnTheSameDataAreCompared() {
        Element comparison = parse(HtmlReport.render(SimulatedRun.report()))
                .select("#comparison")
                .get(0);

        assertEquals(2, comparison.select("table.compare tbody tr").size());
        assertTrue(comparison.text().contains("0.9086 \u22120.0425"), comparison.text());
        assertEquals(10, comparison.select("td.best").size());
    }

    @Test
    void nothingIsLoadedOrRun() {
        String html = HtmlReport.render(SimulatedRun.report());

        assertFalse(html.contains("http:") || html.contains("https:") || html.contains("url("));
        assertEquals(0, parse(html).select("script, link, img, iframe, [src]").size());
        assertTrue(html.contains("default-src 'none'"));
    }

    @Test
    void whatComesFromOutsideIsShownAsText() {
        var metrics = ClassificationMetrics.of(new int[] {0, 1}, new int[] {1, 1}, List.of(EVIL, "b"));
        Evaluation evaluation =
                new Evaluation(EVIL, EVIL, metrics, 0.5, 1, List.of(new Mistake(EVIL, EVIL, EVIL, 0.9, 0.1)));
        StageReport stage = new StageReport(
                EVIL,
                EVIL,
                List.of(new LogEntry(1, 1, Map.of("loss", 1.0, EVIL, 2.0))),
                Map.of(EVIL, EVIL),
                List.of(new Sample(EVIL, EVIL)));
        RunReport report = new RunReport(
                EVIL,
                Instant.EPOCH,
                Duration.ZERO,
                EVIL,
                List.of(stage),
                List.of(evaluation, evaluation),
                EVIL,
                Map.of(EVIL, EVIL),
                Map.of(EVIL, EVIL));
        Document page = parse(HtmlReport.render(report));

        assertEquals(0, page.select("script, img").size());
        assertEquals(EVIL, page.select("h1").text());
        assertEquals(EVIL, page.select(".mistakes p").get(0).text());
        assertEquals(EVIL, page.select("pre code").text());
    }

    @Test
    void singleStepRunHasItsDots() {
        Document page = parse(HtmlReport.render(
                report(stage(new LogEntry(1, 1, Map.of("loss", 0.7, "learning_rate", 0.0, "eval_loss", 0.6))))));

        assertEquals(2, page.select("figure svg").size());
        assertEquals(1, page.select("circle.marks").size());
    }

    @Test
    void emptyLogSaysSo() {
        Document page = parse(HtmlReport.render(report(stage())));

        assertEquals(0, page.select("svg").size());
        assertTrue(page.text().contains("This stage logged nothing to draw."));
    }

    @Test
    void logOfNothingButNaNIsNotDrawn() {
        Document page = parse(HtmlReport.render(report(stage(new LogEntry(1, 1, Map.of("loss", Double.NaN))))));

        assertEquals(0, page.select("svg").size());
        assertTrue(page.select(".tiles").text().contains("n/a"));
    }

    @Test
    void classThatIsNeverPredictedHasAnEmptyBar() {
        var metrics = ClassificationMetrics.of(new int[] {0, 1}, new int[] {0, 0}, List.of("a", "b"));
        Document page =
                parse(HtmlReport.render(report(stage(), new Evaluation("m", "d", metrics, Double.NaN, 1, List.of()))));

        assertEquals(
                "b 0.0000 0.0000 0.0000 1",
                page.select("table.scores tbody tr").get(1).text());
        assertEquals("--length:0.0%", page.select("table.scores .bar").get(1).attr("style"));
        assertEquals(0, page.select(".mistakes").size());
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() throws IOException {
        Path target = folder.resolve("report.html");
        Files.createDirectory(target);
        Files.createFile(target.resolve("occupied"));
        IOException thrown = assertThrows(IOException.class, () -> HtmlReport.write(SimulatedRun.report(), target));

        assertTrue(String.valueOf(thrown.getMessage()).contains(target.toString()), thrown.getMessage());
    }

    @Test
    void fileAppearsAloneInItsFolder() throws IOException {
        Path target = folder.resolve("report.html");
        HtmlReport.write(SimulatedRun.report(), target);

        assertEquals(HtmlReport.render(SimulatedRun.report()), Files.readString(target));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(target), files.toList());
        }
    }
}
