package dev.jformers.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jformers.checkpoint.HuggingFaceFolder;
import dev.jformers.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aCheckpointBecomesACleanFolderThatPredictsTheSame() throws IOException {
        Path checkpoint = Models.copy(folder.resolve("checkpoint-10"));
        Files.writeString(checkpoint.resolve("optimizer.safetensors"), "moments");
        Files.writeString(checkpoint.resolve("trainer_state.json"), "{}");
        Path export = folder.resolve("export");

        assertEquals(
                "Exported " + export + "\n",
                CommandRun.of("export", checkpoint, "--output", export).succeeded());

        assertEquals(
                Set.of(
                        "config.json",
                        "model.safetensors",
                        "serving.properties",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "vocab.txt"),
                names(export));
        assertEquals(predictions(Models.CLASSIFIER), predictions(export));
    }

    @Test
    void weightsAreSplitAsHuggingFaceDoes() throws IOException {
        Path export = folder.resolve("export");
        CommandRun.of("export", Models.CLASSIFIER, "--output", export, "--max-shard-size", "20KB")
                .succeeded();
        List<String> shards = names(export).stream()
                .filter(name -> name.startsWith("model"))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "model-00001-of-00003.safetensors",
                        "model-00002-of-00003.safetensors",
                        "model-00003-of-00003.safetensors",
                        "model.safetensors.index.json"),
                shards);
        assertEquals(predictions(Models.CLASSIFIER), predictions(export));
        assertEquals(
                HuggingFaceFolder.open(Models.CLASSIFIER).tensors().keySet(),
                HuggingFaceFolder.open(export).tensors().keySet());
    }

    @Test
    void weightsAreWrittenInTheTypeThatIsAskedForAndKeepIt() throws IOException {
        Path half = folder.resolve("half");
        CommandRun.of("export", Models.CLASSIFIER, "--output", half, "--dtype", "bfloat16")
                .succeeded();
        HuggingFaceFolder opened = HuggingFaceFolder.open(half);
        assertTrue(opened.tensors().values().stream().allMatch(tensor -> tensor.type() == TensorType.BF16));
        assertTrue(Files.readString(half.resolve("config.json")).contains("dtype\": \"bfloat16\""));
        Path again = folder.resolve("again");
        CommandRun.of("export", half, "--output", again).succeeded();
        assertEquals(-1, Files.mismatch(half.resolve("model.safetensors"), again.resolve("model.safetensors")));
    }

    @Test
    void wrongSizesAndTypesAreUsageErrors() {
        CommandRun size = CommandRun.of(
                "export", Models.CLASSIFIER, "--output", folder.resolve("export"), "--max-shard-size", "big");
        assertEquals(ExitCodes.USAGE, size.code());
        assertTrue(size.errors().contains("'big' is no size; write it as 500MB or 5GB"), size.errors());
        CommandRun type =
                CommandRun.of("export", Models.CLASSIFIER, "--output", folder.resolve("export"), "--dtype", "int8");
        assertEquals(ExitCodes.USAGE, type.code());
        assertTrue(type.errors().contains("'int8' is none of float32, float16, bfloat16 and q8_0"), type.errors());
    }

    @Test
    void anExportAsPyTorchWritesItPredictsTheSame() throws IOException {
        Path export = folder.resolve("export");
        CommandRun.of("export", Models.CLASSIFIER, "--output", export, "--format", "pytorch")
                .succeeded();
        assertTrue(names(export).contains("pytorch_model.bin"), names(export).toString());
        assertTrue(Files.notExists(export.resolve("model.safetensors")));
        assertEquals(predictions(Models.CLASSIFIER), predictions(export));
        Path shards = folder.resolve("shards");
        CommandRun.of("export", export, "--output", shards, "--format", "pytorch", "--max-shard-size", "20KB")
                .succeeded();
        assertTrue(
                names(shards).contains("pytorch_model-00003-of-00003.bin"),
                names(shards).toString());
        assertEquals(predictions(Models.CLASSIFIER), predictions(shards));
    }

    @Test
    void anExportAsGgufIsImportedAgainBitForBit() throws IOException {
        Path model = folder.resolve("model");
        CommandRun.of("import", Models.FIXTURES.resolve("gguf/gpt2/model.gguf"), "--output", model)
                .succeeded();
        Path file = folder.resolve("model.gguf");
        CommandRun.of("export", model, "--output", file, "--format", "gguf").succeeded();
        Path again = folder.resolve("again");
        CommandRun.of("import", file, "--output", again).succeeded();
        for (String name : List.of("model.safetensors", "config.json", "tokenizer.json", "tokenizer_config.json")) {
            assertEquals(-1, Files.mismatch(model.resolve(name), again.resolve(name)), name);
        }
        CommandRun.of("export", model, "--output", file, "--format", "gguf")
                .failed("jformers export: " + file + " exists already; choose another output or add --overwrite");
        CommandRun.of("export", model, "--output", file, "--format", "gguf", "--dtype", "q8_0", "--overwrite")
                .succeeded();
        assertEquals(Set.of("model", "again", "model.gguf"), names(folder));
    }

    @Test
    void whatAFormatCannotHoldIsRefusedAndNothingIsWritten() throws IOException {
        Path file = folder.resolve("model.gguf");
        CommandRun.of("export", Models.CLASSIFIER, "--output", file, "--format", "gguf")
                .failed("jformers export: architectures is BertForSequenceClassification but LlamaForCausalLM,"
                        + " Qwen2ForCausalLM and GPT2LMHeadModel can be written as GGUF; choose another format");
        CommandRun eight = CommandRun.of("export", Models.CLASSIFIER, "--output", file, "--dtype", "q8_0");
        assertEquals(ExitCodes.USAGE, eight.code());
        assertTrue(eight.errors().contains("--dtype q8_0 goes with --format gguf"), eight.errors());
        CommandRun shards = CommandRun.of(
                "export", Models.CLASSIFIER, "--output", file, "--format", "gguf", "--max-shard-size", "1MB");
        assertEquals(ExitCodes.USAGE, shards.code());
        assertTrue(shards.errors().contains("--max-shard-size goes without --format gguf"), shards.errors());
        assertEquals(Set.of(), names(folder));
    }

    @Test
    void anExistingFolderIsKeptUnlessAsked() throws IOException {
        Path export = Models.copy(folder.resolve("export"));
        Files.writeString(export.resolve("old.txt"), "old");
        CommandRun.of("export", Models.CLASSIFIER, "--output", export)
                .failed("jformers export: " + export + " exists already; choose another output or add --overwrite");
        CommandRun.of("export", Models.CLASSIFIER, "--output", export, "--overwrite")
                .succeeded();
        assertTrue(Files.notExists(export.resolve("old.txt")));
        assertEquals(Set.of("export"), names(folder));
    }

    @Test
    void whatIsNoModelIsNeverReplaced() throws IOException {
        Path documents = folder.resolve("documents");
        Files.createDirectories(documents.resolve("letters"));
        CommandRun.of("export", Models.CLASSIFIER, "--output", documents, "--overwrite")
                .failed("jformers export: " + documents
                        + " is not a model folder (config.json and other files, no folders),"
                        + " so --overwrite does not replace it; choose another output");
        assertEquals(Set.of("letters"), names(documents));
    }

    @Test
    void aCheckpointIsNotExportedOntoItself() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        CommandRun.of("export", model, "--output", model, "--overwrite")
                .failed("jformers export: " + model + " is the checkpoint itself; choose another output");
    }

    @Test
    void aModelWithoutTokenizerIsExportedWithAWord() throws IOException {
        Path model = Models.FIXTURES.resolve("bert-tiny-mlm");
        CommandRun run = CommandRun.of("export", model, "--output", folder.resolve("export"));
        run.succeeded();
        assertEquals(
                "jformers export: " + model + " has no tokenizer, so the export has none; it runs on tensors only\n",
                run.errors());
        assertEquals(Set.of("config.json", "model.safetensors", "serving.properties"), names(folder.resolve("export")));
    }

    @Test
    void aMissingTensorIsNamedWithItsShape() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        Files.delete(model.resolve("model.safetensors"));
        Models.filterTensors(model, name -> !name.equals("classifier.bias"));
        CommandRun.of("export", model, "--output", folder.resolve("export"))
                .failed("jformers export: the weights in " + model
                        + " do not fit its config.json; use the files of one model:\n"
                        + "  tensor classifier.bias is missing but must be there with shape [5]");
        assertTrue(Files.notExists(folder.resolve("export")));
    }

    @Test
    void tensorsThatBelongNowhereAreNamed() throws IOException {
        Path model = Models.copy(folder.resolve("model"));
        Models.replaceInConfig(model, "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1");
        CommandRun run = CommandRun.of("export", model, "--output", folder.resolve("export"));
        assertEquals(ExitCodes.FAILED, run.code());
        assertTrue(
                run.errors()
                        .contains(
                                "\n  tensor bert.encoder.layer.1.output.dense.weight with shape [24, 40] belongs to no"
                                        + " parameter of a bert model as config.json describes it\n"),
                run.errors());
    }

    @Test
    void aMissingCheckpoint() {
        Path missing = folder.resolve("checkpoint-7");
        CommandRun.of("export", missing, "--output", folder.resolve("export"))
                .failed("jformers export: " + missing
                        + " does not exist; expected a model folder with config.json and model.safetensors");
    }

    private static String predictions(Path model) {
        return CommandRun.of("predict", model, "--json", "--top", "5", "hello plant", "a b c")
                .succeeded();
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
