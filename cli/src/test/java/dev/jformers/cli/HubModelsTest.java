package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.hub.Transfer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a model that is named: it lies in the build's own cache, and no hub may be asked. */
class HubModelsTest {

    private static final String MODEL = "hf:acme/tiny";
    private static final Path CACHE =
            Path.of(Objects.requireNonNull(System.getenv("HF_HOME"))).resolve("hub");
    private static final Path REPOSITORY = CACHE.resolve("models--acme--tiny");
    private static final Path SNAPSHOT = REPOSITORY.resolve("snapshots").resolve("a".repeat(40));

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void fillTheCache() throws IOException {
        if (Files.notExists(SNAPSHOT)) {
            Models.copy(SNAPSHOT);
        }
        Files.createDirectories(REPOSITORY.resolve("refs"));
        Files.writeString(REPOSITORY.resolve("refs/main"), "a".repeat(40));
    }

    @Test
    void predictAnswersAsTheFolderDoes() {
        assertEquals(
                CommandRun.of("predict", Models.CLASSIFIER, "hello plant").succeeded(),
                CommandRun.of("predict", MODEL, "hello plant").succeeded());
    }

    @Test
    void inspectShowsWhereItLies() {
        String out = CommandRun.of("inspect", MODEL + "@" + "a".repeat(40)).succeeded();
        assertTrue(out.startsWith(SNAPSHOT + "\n  family          bert\n"), out);
    }

    @Test
    void forwardAndExportTakeIt() {
        Path output = folder.resolve("out.safetensors");
        CommandRun.of("forward", MODEL, "--input", Models.CLASSIFIER.resolve("inputs.safetensors"), "--output", output)
                .succeeded();
        assertTrue(Files.exists(output));
        Path export = folder.resolve("export");
        CommandRun.of("export", MODEL, "--output", export).succeeded();
        assertTrue(Files.exists(export.resolve("tokenizer.json")));
    }

    @Test
    void aRunStartsFromItAndIsMeasured() throws IOException {
        TinyRun run = new TinyRun(folder);
        run.write(3);
        CommandRun.of("train", run.config(), "--set", "model.path=" + MODEL).succeeded();
        assertTrue(Files.readString(run.output().resolve("recipe.yaml")).contains("path: " + MODEL + "\n"));
        assertTrue(Files.readString(run.output().resolve("tune/stage.json")).contains(SNAPSHOT.toString()));
        CommandRun.of("train", run.config(), "--set", "model.path=" + MODEL, "--resume")
                .succeeded();
        String rows = "text,label\nhello plant,plant\n";
        Path data = Files.writeString(folder.resolve("data.csv"), rows);
        assertTrue(CommandRun.of("evaluate", MODEL, "--max-length", 16, "--data", data)
                .succeeded()
                .contains("accuracy"));
    }

    @Test
    void aRecipeSaysWhichModelsThereAre() throws IOException {
        TinyRun run = new TinyRun(folder);
        run.write(3);
        CommandRun refused = CommandRun.of("train", run.config(), "--set", "model.path=hf:acme");
        CommandRun malformed = CommandRun.of("train", run.config(), "--set", "model.path=hf:acme/ti--ny");
        assertEquals(ExitCodes.USAGE, malformed.code());
        assertEquals(
                "jformers train: --set model.path=hf:acme/ti--ny: model.path is \"hf:acme/ti--ny\" but must be a folder that exists, or"
                        + " hf:organisation/name[@revision].",
                malformed.errors().strip());
        assertEquals(ExitCodes.FAILED, refused.code());
        assertTrue(refused.errors().startsWith("jformers train: hf:acme: HF_HUB_OFFLINE is set,"), refused.errors());
        assertTrue(Files.notExists(run.output()));
    }

    @Test
    void malformedNamesAreRefused() {
        CommandRun.of("inspect", "hf:acme/tiny@a b")
                .refused(
                        "jformers inspect: Invalid value for positional parameter at index 0 (MODEL): the revision \"a b\" of"
                                + " hf:acme/tiny must be a branch, a tag or a commit, such as main, v1.0 or refs/pr/1.",
                        "jformers inspect");
    }

    @Test
    void whatTheCacheLacksIsNamed() {
        CommandRun.of("embed", "hf:acme/other", "text")
                .failed("jformers embed: hf:acme/other: HF_HUB_OFFLINE is set, and the cache " + CACHE
                        + " lacks it; unset HF_HUB_OFFLINE to download it, or point HF_HUB_CACHE (or HF_HOME) to a cache that"
                        + " has it.");
    }

    @Test
    void aDownloadShowsHowFarItIs() {
        StringWriter text = new StringWriter();
        try (DownloadProgress progress = new DownloadProgress(new PrintWriter(text), true)) {
            progress.advanced(new Transfer("model.safetensors", 189_000_000, 420_000_000, 37_000_000));
        }
        String line = "model.safetensors   45 %, 180.2 MiB of 400.5 MiB, 35.3 MiB a second, 0:06 left";
        assertEquals("\r\u001b[K" + line + "\r\u001b[K", text.toString());
    }

    @Test
    void withoutATerminalADownloadIsALineAtItsEnd() {
        StringWriter text = new StringWriter();
        try (DownloadProgress progress = new DownloadProgress(new PrintWriter(text), false)) {
            progress.advanced(new Transfer("model.safetensors", 189_000_000, 420_000_000, 37_000_000));
            progress.advanced(new Transfer("model.safetensors", 420_000_000, 420_000_000, 37_000_000));
        }
        assertEquals(
                "model.safetensors  100 %, 400.5 MiB of 400.5 MiB, 35.3 MiB a second, 0:00 left",
                text.toString().strip());
    }
}
