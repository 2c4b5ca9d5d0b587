package dev.jformers.training.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFormatTest {

    @ParameterizedTest
    @CsvSource({"a.csv, CSV", "A.TSV, TSV", "a.jsonl, JSONL", "a.ndjson.gz, JSONL", "a.csv.GZ, CSV", "a.b.txt, TEXT"})
    void formatIsTakenFromTheExtension(String name, DataFormat format) {
        assertEquals(format, DataFormat.of(Path.of("data", name), ""));
    }

    @Test
    void extensionAloneIsNotLookedForBelowGzip() {
        assertEquals(Optional.of(DataFormat.CSV), DataFormat.ofExtension("a.CSV"));
        assertEquals(Optional.empty(), DataFormat.ofExtension("a.csv.gz"));
    }
}
