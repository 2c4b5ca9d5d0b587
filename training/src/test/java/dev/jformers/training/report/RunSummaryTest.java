package dev.jformers.training.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {

    @Test
    void summarySaysWhatWasReachedAndWhereItIs() {
        String text = new RunSummary(
                        SimulatedRun.report(), List.of("jformers predict runs/quickstart/export \"a ripe fruit\""))
                .toText();

        assertEquals("""
                WordNet noun classes, quick start: done in 7 min 51 s
                Best: fine-tune reaches accuracy 0.9511 and macro F1 0.9440 on the 6,192 examples of data/test.tsv

                  Exported model  runs/quickstart/export
                  This report     runs/quickstart/report.html
                  Checkpoints     runs/quickstart/fine-tune/checkpoint-1740
                  Configuration   runs/quickstart/recipe.yaml

                Next:
                  jformers predict runs/quickstart/export "a ripe fruit"
                """, text);
    }

    @Test
    void runWithoutEvaluationHasOneLine() {
        RunReport bare = new RunReport(
                "pre\u001btraining", Instant.EPOCH, Duration.ZERO, "m", List.of(), List.of(), "", Map.of(), Map.of());

        assertEquals("pre training: done in 0 s\n", new RunSummary(bare, List.of()).toText());
    }
}
